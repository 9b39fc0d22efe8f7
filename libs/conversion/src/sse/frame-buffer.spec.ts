import { describe, expect, it } from 'vitest';
import { FrameBuffer } from './frame-buffer';
import { frameData, splitFrames } from './frame-data';

const MIB = 1024 * 1024;

/** The data of every frame that comes out, one list entry per push, and what the end flushes. */
function dataOf(chunks: readonly (string | Buffer)[]): string[][] {
  const buffer = new FrameBuffer();
  const texts = [...chunks.map((chunk) => buffer.push(Buffer.from(chunk))), buffer.flush()];
  return texts.map((text) =>
    splitFrames(text)
      .map(frameData)
      .filter((data) => data !== ''),
  );
}

describe('FrameBuffer', () => {
  it.each<[string, string[], string[][]]>([
    ['a frame per chunk', ['data: a\n\n', 'data: b\n\n'], [['a'], ['b'], []]],
    ['several frames in a chunk', ['data: a\n\ndata: b\n\n'], [['a', 'b'], []]],
    ['a frame over several chunks', ['da', 'ta: a', 'b\n', '\n'], [[], [], [], ['ab'], []]],
    [
      'the end of one frame and the start of the next',
      ['data: a\n', '\ndata: b', '\n\n'],
      [[], ['a'], ['b'], []],
    ],
    ['CRLF', ['data: a\r\n\r\ndata: b\r\n\r\n'], [['a', 'b'], []]],
    ['CRLF split inside', ['data: a\r', '\n\r', '\ndata: b\r\n', '\r\n'], [[], ['a'], [], ['b'], []]],
    ['CRLF split inside a frame of two lines', ['event: x\r', '\ndata: a\r\n\r\n'], [[], ['a'], []]],
    ['CR only', ['data: a\r\rdata: b\r', '\r'], [['a'], ['b'], []]],
    ['CR only, two data lines', ['data: a\r', 'data: b\r\r'], [[], ['a\nb'], []]],
    ['mixed line ends', ['data: a\n\r\ndata: b\r\n\ndata: c\n\n'], [['a', 'b', 'c'], []]],
    ['several data lines', ['data: a\ndata:b\n', 'data:  c\n\n'], [[], ['a\nb\n c'], []]],
    [
      'comments and other fields',
      [': hello\n\nevent: x\nid: 1\ndata: a\n: in between\nretry: 5\n\n'],
      [['a'], []],
    ],
    ['a byte order mark', ['\ufeffdata: a\n\n'], [['a'], []]],
    ['blank lines everywhere', ['\n\n\ndata: a\n\n\n\n', '\n'], [['a'], [], []]],
    ['an end without a blank line', ['data: a\n\ndata: b'], [['a'], ['b']]],
    ['an end after one line end', ['data: a\n'], [[], ['a']]],
    ['nothing', [], [[]]],
    ['an empty chunk', ['', 'data: a\n\n'], [[], ['a'], []]],
  ])('cuts %s', (_name, chunks, data) => {
    expect(dataOf(chunks)).toEqual(data);
  });

  it('skips a frame that is too long and goes on after it', () => {
    const filler = Buffer.alloc(MIB, 'x');
    const chunks = [
      'data: a\n\ndata: ',
      ...Array.from({ length: 18 }, () => filler),
      '\ndata: tail\n',
      '\ndata: b\n\n',
      'data: c\n\n',
    ];
    expect(dataOf(chunks).flat()).toEqual(['a', 'b', 'c']);
  });

  it('finds the end of a skipped frame in the middle of a chunk', () => {
    const chunks = [Buffer.alloc(17 * MIB, 'x'), 'x\ndata: tail\n\ndata: b\n\ndata: c'];
    expect(dataOf(chunks).flat()).toEqual(['b', 'c']);
  });

  it('keeps a frame that is just short enough', () => {
    const length = 15 * MIB;
    const data = dataOf(['data: ', Buffer.alloc(length, 'x'), '\n\n']).flat();
    expect(data.map((entry) => entry.length)).toEqual([length]);
  });
});
