import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import { MAX_TOKENS, type Usage } from './canonical/usage';
import { SeededJson } from './json/seeded-json';
import { frameOf, readReply } from './read-reply';
import { SAMPLE_REPLIES } from './sample-replies';

const FORMATS = ['anthropic', 'openai-chat', 'openai-responses', 'gemini'] as const;

/** A report that names every count of the format as `count()` gives it. */
const REPORTS: Readonly<Record<WireFormat, (count: () => unknown) => unknown>> = {
  anthropic: (count) => ({
    input_tokens: count(),
    output_tokens: count(),
    cache_read_input_tokens: count(),
    cache_creation_input_tokens: count(),
    cache_creation: { ephemeral_5m_input_tokens: count(), ephemeral_1h_input_tokens: count() },
    output_tokens_details: { thinking_tokens: count() },
  }),
  'openai-chat': (count) => ({
    prompt_tokens: count(),
    completion_tokens: count(),
    prompt_tokens_details: { cached_tokens: count(), cache_write_tokens: count(), image_tokens: count() },
    completion_tokens_details: { reasoning_tokens: count(), image_tokens: count() },
  }),
  'openai-responses': (count) => ({
    input_tokens: count(),
    output_tokens: count(),
    input_tokens_details: { cached_tokens: count(), cache_write_tokens: count(), image_tokens: count() },
    output_tokens_details: { reasoning_tokens: count(), image_tokens: count() },
  }),
  gemini: (count) => ({
    promptTokenCount: count(),
    toolUsePromptTokenCount: count(),
    cachedContentTokenCount: count(),
    candidatesTokenCount: count(),
    thoughtsTokenCount: count(),
    promptTokensDetails: [{ modality: 'IMAGE', tokenCount: count() }],
    cacheTokensDetails: [{ modality: 'IMAGE', tokenCount: count() }],
    candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: count() }],
  }),
};

describe('whatever a provider reports', () => {
  const counts = [0, 1, 7, 5000, -1, -1e9, 1.5, 1e10, 1e300, '12', null, undefined, true, [3], {}] as const;

  it.each(FORMATS)('the counts of %s are whole, not negative and fit into each other', (format) => {
    const random = new SeededJson(7);
    const count = () => random.pick<unknown>([...counts]);
    for (let round = 0; round < 2000; round += 1) {
      const reports = Array.from({ length: 1 + random.below(3) }, () =>
        random.below(8) === 0 ? null : REPORTS[format](count),
      );
      const text = JSON.stringify(reports);
      const frames = SAMPLE_REPLIES[format].stream(reports).map(frameOf);
      const streamed = readReply(format, 'sse', random.below(2) === 0 ? frames : [frames.join('')]);
      expectSound(streamed.usage, text);
      const body = JSON.stringify(SAMPLE_REPLIES[format].body(reports[0]));
      expectSound(readReply(format, 'json', [body]).usage, text);
    }
  });

  it.each(FORMATS)('numbers of %s that are no JSON, or no numbers, are no usage', (format) => {
    const report = JSON.stringify(REPORTS[format](() => 7));
    for (const written of ['NaN', '-Infinity', '1e999', '00', '0x10', '7.', '+7', '"7"', '-7', '']) {
      const text = report.replaceAll(':7', `:${written}`);
      const frames = SAMPLE_REPLIES[format]
        .stream(['here'])
        .map((data) => frameOf(data).replace('"here"', text));
      expect(readReply(format, 'sse', frames).usage, written).toBeUndefined();
      const body = JSON.stringify(SAMPLE_REPLIES[format].body('here')).replace('"here"', text);
      expect(readReply(format, 'json', [body]).usage, written).toBeUndefined();
    }
  });
});

function expectSound(usage: Usage | undefined, said: string): void {
  if (usage === undefined) return;
  for (const count of Object.values(usage) as (number | undefined)[]) {
    const isSound = count === undefined || (Number.isInteger(count) && count >= 0 && count <= MAX_TOKENS);
    expect(isSound, `${count} in ${said}`).toBe(true);
  }
  const { cacheCreation5mTokens, cacheCreation1hTokens, cacheCreationTokens } = usage;
  if (cacheCreation5mTokens !== undefined || cacheCreation1hTokens !== undefined) {
    expect((cacheCreation5mTokens ?? NaN) + (cacheCreation1hTokens ?? NaN), said).toBe(cacheCreationTokens);
  }
  expect(usage.imageInputTokens ?? 0, said).toBeLessThanOrEqual(usage.inputTokens ?? 0);
  expect(usage.imageOutputTokens ?? 0, said).toBeLessThanOrEqual(usage.outputTokens ?? 0);
  expect(usage.reasoningTokens ?? 0, said).toBeLessThanOrEqual(usage.outputTokens ?? 0);
}

describe('a stream that breaks off', () => {
  it.each(FORMATS)('keeps what whole frames of %s have reported, wherever it is cut', (format) => {
    const reports = [1, 20, 300, 4000].map((size) => REPORTS[format](() => size));
    const frames = SAMPLE_REPLIES[format].stream(reports).map(frameOf);
    const bytes = Buffer.from(frames.join(''));
    let whole: string[] = [];
    for (let at = 0; at <= bytes.length; at += 1) {
      const next = frames[whole.length];
      // Without its blank line a frame is whole already.
      if (next && at >= whole.join('').length + next.length - 2) whole = [...whole, next];
      const { usage } = readReply(format, 'sse', whole);
      expect(readReply(format, 'sse', [bytes.subarray(0, at)]).usage, `cut at ${at}`).toEqual(usage);
      const arrived = [
        ...frames.slice(0, whole.length),
        bytes.subarray(Math.min(at, whole.join('').length), at),
      ];
      expect(readReply(format, 'sse', arrived).usage, `cut at ${at}, frame by frame`).toEqual(usage);
    }
    expect(readReply(format, 'sse', whole).usage?.outputTokens).toBeGreaterThanOrEqual(4000);
  });

  it.each(FORMATS)('has reported nothing before its first byte: %s', (format) => {
    expect(readReply(format, 'sse', []).usage).toBeUndefined();
    expect(readReply(format, 'json', []).usage).toBeUndefined();
  });
});
