/** The control plane's conformance run: who checks was given with the server, since the sandbox knows no suite. */
import { InputError } from '../contract/input-error.ts';
import { Problem } from './control-problem.ts';
import type { Handler } from './handler.ts';
import { unknownName } from './unknown-name.ts';
import { isUnderWay } from './verifier.ts';
import type { Verifier } from './verifier.ts';

function present(verifier: Verifier | undefined): Verifier {
  if (verifier !== undefined) return verifier;
  throw new Problem(
    404,
    'This server checks no contract: "tollgate mock" started it with --workers, or did not start it; run "tollgate verify <contract> --base-url" with its address',
  );
}

export const getConformanceRun: Handler<'getConformanceRun'> = ({ verifier }) => ({
  status: 200,
  body: present(verifier).current(),
});

export const startConformanceRun: Handler<'startConformanceRun'> = async (call) => {
  const { contracts, body, closing } = call;
  const verifier = present(call.verifier);
  const { contract: name, ...rest } = body;
  const contract = contracts.get(name);
  if (contract === undefined) throw unknownName('contract', name, [...contracts.keys()]);
  const current = verifier.current();
  if (isUnderWay(current))
    throw new Problem(409, `A run of ${current.contract ?? ''} is under way; wait for its end, or cancel it`);
  try {
    return { status: 201, body: await verifier.start({ ...rest, contract }, closing) };
  } catch (error) {
    if (error instanceof InputError) throw new Problem(400, `The run was not started: ${error.message}`);
    throw error;
  }
};

export const cancelConformanceRun: Handler<'cancelConformanceRun'> = ({ verifier: given }) => {
  const verifier = present(given);
  if (!isUnderWay(verifier.current())) throw new Problem(409, 'No run is under way');
  verifier.cancel();
  return { status: 200, body: verifier.current() };
};
