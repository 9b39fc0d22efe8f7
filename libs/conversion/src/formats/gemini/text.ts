import { elementsOf, recordOf } from '../../json/record';
import { textsIn } from '../../json/texts-in';
import type { TextDialect } from '../../reply-text';

export const geminiText: TextDialect = { inFrame: inReply, inBody: inReply };

/** Gemini CLI's own endpoint wraps each reply. */
function inReply(reply: unknown): string {
  const fields = recordOf(reply);
  const { candidates } = recordOf(fields['response'] ?? reply);
  const content = recordOf(recordOf(elementsOf(candidates)[0])['content']);
  return textsIn(
    elementsOf(content['parts']).filter((part) => recordOf(part)['thought'] !== true),
    'text',
  );
}
