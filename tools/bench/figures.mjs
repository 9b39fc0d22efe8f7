/** @typedef {import('./measure.mjs').Sample} Sample */
/** @typedef {import('./rounds.mjs').Samples} Samples */

/**
 * One line of the result.
 * @typedef {object} Figure
 * @property {string} name
 * @property {Record<string, string>} values by target
 * @property {string} ratio hub against floor, or what the hub adds
 * @property {string} aim
 */

const MOST_FOREIGN_SHARE = 0.08;
const ENOUGH_CLEAN_ROUNDS = 3;

/** @returns {Figure[]} */
export function figuresOf(/** @type {Samples} */ samples) {
  const { requests, streams, body, latency } = samples;
  const cpu = (/** @type {Sample} */ sample) => sample.cpuPerAnswer;
  const helpers = (/** @type {Sample} */ sample) => sample.helperCpuPerAnswer;
  return [
    ...paired(requests, 'Requests per second, 32 connections', (sample) => sample.perSecond),
    ...paired(requests, 'CPU per request, µs', cpu, { aim: '≤ 2.5×' }),
    ...paired(requests, '… of it in the engine’s helper threads', helpers),
    ...paired(streams, 'CPU per streamed event, 200 streams, µs', (s) => s.cpuPerEvent, {
      aim: '≤ 1.3×',
      digits: 1,
    }),
    ...paired(body, 'CPU per 2 MB body, ms', (sample) => cpu(sample) / 1000, { aim: '≤ 2×', digits: 2 }),
    ...paired(body, '… of it in the engine’s helper threads', (s) => helpers(s) / 1000, { digits: 2 }),
    ...added(latency, 'Latency at 25 requests per second, median, ms', 0.5),
    ...added(latency, 'Latency at 25 requests per second, 99th percentile, ms', 0.99),
    ...serverFigures(requests),
  ];
}

/** @returns {Figure[]} */
function paired(
  /** @type {import('./rounds.mjs').SamplesByTarget | undefined} */ byTarget,
  /** @type {string} */ name,
  /** @type {(sample: Sample) => number | undefined} */ value,
  { aim = '', digits = 0 } = {},
) {
  const rounds = cleanRounds(byTarget);
  const pairs = rounds
    .map(({ floor, hub }) => ({ floor: value(floor), hub: value(hub) }))
    .filter((pair) => pair.floor !== undefined && pair.hub !== undefined);
  if (pairs.length === 0) return [];
  const floor = pairs.map((pair) => Number(pair.floor));
  const hub = pairs.map((pair) => Number(pair.hub));
  // Each round's own ratio: what the machine did in that round is in both of its halves.
  const ratios = hub.map((figure, index) => figure / Number(floor[index]));
  return [
    {
      name,
      values: { floor: spread(floor, digits), hub: spread(hub, digits) },
      ratio: spread(ratios, 2, '×'),
      aim,
    },
  ];
}

/** @returns {Figure[]} */
function added(
  /** @type {import('./rounds.mjs').SamplesByTarget | undefined} */ byTarget,
  /** @type {string} */ name,
  /** @type {number} */ quantile,
) {
  if (!byTarget) return [];
  const of = (/** @type {string} */ target) =>
    (byTarget[target] ?? []).map((sample) => quantileOf(sample?.latencies ?? [], quantile));
  const [direct, floor, hub] = [of('direct'), of('floor'), of('hub')];
  const extra = hub.map((figure, round) => figure - Number(floor[round]));
  return [
    {
      name,
      values: { direct: spread(direct, 2), floor: spread(floor, 2), hub: spread(hub, 2) },
      ratio: `${spread(extra, 2)} more`,
      aim: '',
    },
  ];
}

/** @returns {Figure[]} */
function serverFigures(/** @type {import('./rounds.mjs').SamplesByTarget | undefined} */ byTarget) {
  const samples = cleanRounds(byTarget).map(({ hub }) => hub);
  return Object.keys(samples[0]?.serverCpu ?? {}).map((server) => ({
    name: `CPU of ${server} per request, µs`,
    values: {
      hub: spread(
        samples.map((sample) => sample.serverCpu[server] ?? Number.NaN),
        0,
      ),
    },
    ratio: '',
    aim: '',
  }));
}

/** The rounds in which other programs left the measured core alone, if there are enough of them; else all. */
function cleanRounds(/** @type {import('./rounds.mjs').SamplesByTarget | undefined} */ byTarget) {
  const all = (byTarget?.['hub'] ?? []).flatMap((hub, round) => {
    const floor = byTarget?.['floor']?.[round];
    return hub && floor ? [{ hub, floor }] : [];
  });
  const clean = all.filter(
    ({ hub, floor }) => Math.max(hub.foreignShare, floor.foreignShare) <= MOST_FOREIGN_SHARE,
  );
  return clean.length >= ENOUGH_CLEAN_ROUNDS ? clean : all;
}

/** Median and range. */
function spread(/** @type {readonly number[]} */ values, /** @type {number} */ digits, unit = '') {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  if (sorted.length === 0) return '-';
  const show = (/** @type {number} */ value) => value.toFixed(digits);
  return `${show(quantileOf(sorted, 0.5))}${unit} (${show(sorted[0] ?? 0)}–${show(sorted.at(-1) ?? 0)})`;
}

/** @returns {number} */
export function quantileOf(/** @type {readonly number[]} */ values, /** @type {number} */ quantile) {
  const sorted = values.toSorted((a, b) => a - b);
  const position = quantile * (sorted.length - 1);
  const [below, above] = [
    sorted[Math.floor(position)] ?? Number.NaN,
    sorted[Math.ceil(position)] ?? Number.NaN,
  ];
  return below + (above - below) * (position - Math.floor(position));
}
