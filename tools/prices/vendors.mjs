/**
 * Makers of models that sell them under their own name, in the order in which a name is theirs: the platforms of some sell
 * models of others, too. Hosts of other makers' models are left out, because a model's name alone does not say who hosts it.
 * Z.ai comes before Zhipu, which sells the same models for less, but in China only.
 */
export const VENDORS = [
  'anthropic',
  'openai',
  'google',
  'deepseek',
  'mistral',
  'x-ai',
  'moonshotai',
  'zai',
  'zhipuai',
  'minimax',
];
