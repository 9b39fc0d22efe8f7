import { elementsOf, recordOf } from './record';

/** The texts that the objects of a list have under these names, in their order. */
export function textsIn(list: unknown, ...names: readonly string[]): string {
  return elementsOf(list)
    .flatMap((element) => names.map((name) => recordOf(element)[name]))
    .filter((text) => typeof text === 'string')
    .join('');
}
