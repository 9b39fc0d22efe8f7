import { BOM_AS_LATIN1 } from '../json/top-level';

const BLANK_LINE = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))/;
const LINE_END = /\r\n|\n|\r/;
const FIELD = /^(?:\u00ef\u00bb\u00bf)?(?:data|event|id|retry)?:/m;

/** The frames of a text that ends behind a frame; pieces of blank lines may lie around them. */
export function splitFrames(text: string): string[] {
  return text.split(BLANK_LINE);
}

/** The data of one frame: its `data` lines joined, empty when it has none (comments, a lone event name). */
export function frameData(frame: string): string {
  const lines = (frame.startsWith(BOM_AS_LATIN1) ? frame.slice(BOM_AS_LATIN1.length) : frame).split(LINE_END);
  return lines
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(line.startsWith('data: ') ? 6 : 5))
    .join('\n');
}

/** Whether a text has a line as event streams have them; a comment counts. */
export function hasField(frame: string): boolean {
  return FIELD.test(frame);
}
