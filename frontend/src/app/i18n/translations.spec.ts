import { GATEWAY_ERRORS, ADMIN_ERROR_CODES, FIELD_ERROR_CODES } from '@cch/contracts/error-codes';
import { COST_STATES, REQUEST_OUTCOMES } from '@cch/contracts/cost-states';
import { CIRCUIT_CAUSES, CIRCUIT_STATES } from '@cch/contracts/circuit-states';
import {
  ATTEMPT_OUTCOMES,
  EGRESS_ROUTES,
  EXHAUSTION_REASONS,
  SKIP_REASONS,
} from '@cch/contracts/decision-codes';
import { FAILURE_REASONS, NEXT_STEPS } from '@cch/contracts/failure-reasons';
import { LIMIT_KINDS, OUTAGE_POLICIES, RESET_MODES } from '@cch/contracts/limit-kinds';
import { MODEL_MATCHES } from '@cch/contracts/model-match';
import { PRICE_SOURCES } from '@cch/contracts/price-sources';
import { PROVIDER_TYPES } from '@cch/contracts/provider-types';
import { PERMISSION_ROLES } from '@cch/contracts/roles';
import { BILLED_MODELS, SETTING_SOURCES, UNPRICED_POLICIES } from '@cch/contracts/settings';
import { WIRE_FORMATS } from '@cch/contracts/wire-formats';
import { PARTS } from '@cch/domain/pricing/cost';
import { SKIP_REASONS as PRICE_SKIP_REASONS } from '@cch/domain/pricing/litellm-table';
import { TOKEN_RATES } from '@cch/domain/pricing/price-sheet';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLIENT_IDS } from '../features/keys/client-guides';
import english from './en.json';
import chinese from './zh-CN.json';

const APP = path.resolve(import.meta.dirname, '..');
const en = flatten(english);
const zh = flatten(chinese);

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...zh.keys()].toSorted()).toEqual([...en.keys()].toSorted());
  });

  it('have the same holes in each text', () => {
    const holes = (text: string | undefined) => (text?.match(/\{\{\w+\}\}/g) ?? []).toSorted();
    const wrong = [...en].filter(([key, text]) => String(holes(text)) !== String(holes(zh.get(key))));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it('leave no text empty', () => {
    const empty = [...en, ...zh].filter(([, text]) => text.trim() === '');
    expect(empty.map(([key]) => key)).toEqual([]);
  });
});

describe('codes from the server have words', () => {
  it.each<[string, readonly string[]]>([
    ['errorCode', Object.keys(GATEWAY_ERRORS)],
    ['apiError', ADMIN_ERROR_CODES],
    ['fieldError', FIELD_ERROR_CODES],
    ['logs.outcome', REQUEST_OUTCOMES],
    ['decision', ATTEMPT_OUTCOMES],
    ['skipReason', SKIP_REASONS],
    ['exhaustionReason', EXHAUSTION_REASONS],
    ['egressRoute', EGRESS_ROUTES],
    ['failureReason', FAILURE_REASONS],
    ['nextStep', NEXT_STEPS],
    ['circuit', CIRCUIT_STATES],
    ['circuitCause', CIRCUIT_CAUSES],
    ['costState', COST_STATES],
    ['wireFormat', WIRE_FORMATS],
    ['providerType', PROVIDER_TYPES],
    ['providerTypeHelp', PROVIDER_TYPES],
    ['modelMatch', MODEL_MATCHES],
    ['role', PERMISSION_ROLES],
    ['roleHelp', PERMISSION_ROLES],
    ['client', CLIENT_IDS],
    ['priceSource', PRICE_SOURCES],
    ['priceSourceHelp', PRICE_SOURCES],
    ['priceSkipReason', PRICE_SKIP_REASONS],
    ['rate', PARTS],
    ['rateHelp', PARTS],
    ['rateRule', TOKEN_RATES],
    ['limitKind', LIMIT_KINDS],
    ['limitKindHelp', LIMIT_KINDS],
    ['limits.5hChoice', RESET_MODES],
    ['limits.5hHelp', RESET_MODES],
    ['limits.dailyChoice', RESET_MODES],
    ['limits.dailyHelp', RESET_MODES],
    ['outagePolicy', OUTAGE_POLICIES],
    ['outagePolicyHelp', OUTAGE_POLICIES],
    ['settingSource', SETTING_SOURCES],
    ['settingSourceHelp', SETTING_SOURCES],
    ['settings.billedModelChoice', BILLED_MODELS],
    ['settings.billedModelHelp', BILLED_MODELS],
    ['settings.unpricedModelsChoice', UNPRICED_POLICIES],
    ['settings.unpricedModelsHelp', UNPRICED_POLICIES],
  ])('%s', (group, codes) => {
    expect(codes.filter((code) => !en.has(`${group}.${code}`))).toEqual([]);
  });
});

it('every key that the code names exists', () => {
  const missing = sources()
    .flatMap(({ file, text }) => namedKeys(text).map((key) => ({ file, key })))
    .filter(({ key }) => !en.has(key));
  expect(missing).toEqual([]);
});

it('every text is used', () => {
  const all = sources()
    .map(({ text }) => text)
    .join('\n');
  const isNamed = (key: string) => all.includes(`'${key}'`);
  // Keys put together from a prefix and a code, such as 'errorCode.' + row.errorCode or `decision.failed${suffix}`.
  const prefixes = [...all.matchAll(/['`]([a-z]\w*\.(?:[\w-]+\.)*\w*)(?:'\s*\+|\$\{)/g)].map(
    (match) => match[1] ?? '',
  );
  const tails = [...all.matchAll(/\+\s*'(\.[\w.]+)'/g)].map((match) => match[1] ?? '');
  const isComposed = (key: string) =>
    prefixes.some((prefix) => key.startsWith(prefix)) || tails.some((tail) => key.endsWith(tail));
  expect([...en.keys()].filter((key) => !isNamed(key) && !isComposed(key))).toEqual([]);
});

function flatten(tree: object, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(prefix + name, value);
    else for (const [key, text] of flatten(value, `${prefix}${name}.`)) texts.set(key, text);
  }
  return texts;
}

function sources(): { file: string; text: string }[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|html)$/.test(file) && !file.endsWith('.spec.ts'))
    .map((file) => ({ file, text: readFileSync(path.join(APP, file), 'utf8') }));
}

/** Whole keys in `t('…')`, `translate('…')` and in the fields that hold keys. */
function namedKeys(text: string): string[] {
  const calls = [...text.matchAll(/\b(?:t|translate)\(\s*'([^']+)'(?!\s*\+)/g)];
  const choices = [...text.matchAll(/\bt\([^)]*\?\s*'([^']+)'\s*:\s*'([^']+)'/g)];
  const fields = [...text.matchAll(/\b(?:title|text|yes|label|caption|key|word):\s*'([a-z]\w*\.[\w.-]+)'/g)];
  return [...calls, ...choices, ...fields]
    .flatMap((match) => match.slice(1))
    .filter((key) => !key.endsWith('.'));
}
