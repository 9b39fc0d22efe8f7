import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';

const CONTROL = /\p{Cc}/u;
// As a segment of a path they would mean another path.
const DOTS = /^\.{1,2}$/;

/** Whether a model may be called that in the price table, which keeps names as they are and has them in paths of the API. */
export function isModelName(name: string): boolean {
  return (
    name !== '' &&
    name.length <= TEXT_LENGTHS.modelName &&
    name.trim() === name &&
    name.isWellFormed() &&
    !CONTROL.test(name) &&
    !DOTS.test(name)
  );
}
