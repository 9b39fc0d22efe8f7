import { elementsOf, recordOf } from '../../json/record';
import { textsIn } from '../../json/texts-in';
import type { TextDialect } from '../../reply-text';

export const openaiChatText: TextDialect = {
  inFrame: (chunk) => said(recordOf(firstChoice(chunk))['delta']),
  inBody: (body) => said(recordOf(firstChoice(body))['message']),
};

function firstChoice(reply: unknown): unknown {
  return elementsOf(recordOf(reply)['choices'])[0];
}

/** Some vendors send the content as a list of parts, as requests have it. */
function said(message: unknown): string {
  return textsIn([message], 'content', 'refusal') + textsIn(recordOf(message)['content'], 'text');
}
