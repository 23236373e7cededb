/** The answer to a name that the control plane does not know: 404, with the name probably meant. */
import { suggestion } from '../contract/did-you-mean.ts';
import { Problem } from './control-problem.ts';

/** 404 (or another status) for a name that nothing has, with the name that was probably meant. */
export function unknownName(what: string, name: string, known: readonly string[], status = 404): Problem {
  const hint = suggestion(name, known);
  return new Problem(status, `There is no ${what} "${name}"${hint === undefined ? '' : `; ${hint}`}`);
}
