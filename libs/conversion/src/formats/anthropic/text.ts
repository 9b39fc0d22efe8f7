import { recordOf } from '../../json/record';
import type { TextDialect } from '../../reply-text';
import { textsIn } from '../../json/texts-in';

export const anthropicText: TextDialect = {
  inFrame: (frame) => textsIn([recordOf(frame)['content_block'], recordOf(frame)['delta']], 'text'),
  inBody: (body) => textsIn(recordOf(body)['content'], 'text'),
};
