/**
 * Which web pages may call an operation from their scripts, and what a browser asks before.
 *
 * Not a hook of the server: which origins may is said by the contract and the sandbox's settings, which a request reads
 * once, with everything else it needs of the store; and whatever answers, a refusal as well, can be read by the page.
 *
 * @see [Fetch §3.3](https://fetch.spec.whatwg.org/#http-cors-protocol)
 */
import { originAllowed } from '../auth/api-keys/origin-allow-list.ts';
import type { Call } from '../request/call.ts';
import { isForScripts, originList } from '../contract/browser-operations.ts';
import type {
  CompiledAnswer,
  CompiledOperation,
  CompiledParameter,
  CompiledContract,
} from '../contract/compiled-contract.ts';
import type { Reply, SentHeader } from './reply.ts';
import type { World } from '../sandboxes/sandbox.ts';

/** Headers of an answer that a page may read without asking, or never. */
const UNSAID = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
  'set-cookie',
]);

interface Names {
  /** What a page may send. */
  readonly allowed: string;
  /** What a page may read. */
  readonly exposed: string;
}

const names = new WeakMap<CompiledContract, Names>();

const headersOf = (parameters: readonly CompiledParameter[]): string[] =>
  parameters.flatMap(({ in: place, name }) => (place === 'header' ? [name.toLowerCase()] : []));

function readNames(contract: CompiledContract): Names {
  const taken = contract.operations.flatMap(({ parameters, identifiers, stepUp }) => [
    ...headersOf(parameters),
    ...headersOf(identifiers),
    ...(stepUp === undefined ? [] : [stepUp.header.toLowerCase()]),
  ]);
  const keys = contract.methods.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.in === 'header' ? [part.name] : [])),
  );
  const proofs = [...contract.credentials.values()].some((one) => one.kind === 'token' && one.dpop) ? ['dpop'] : [];
  const answers = contract.operations.flatMap((operation) => [...operation.answers, ...operation.refusals.values()]);
  const said = answers.flatMap(({ headers }) => headers.map(({ name }) => name));
  return {
    // A browser sets Origin itself.
    allowed: [...new Set(['authorization', 'content-type', ...proofs, ...keys, ...taken])]
      .filter((name) => name !== 'origin')
      .join(', '),
    exposed: [...new Set(said)].filter((name) => !UNSAID.has(name)).join(', '),
  };
}

function namesOf(contract: CompiledContract): Names {
  let found = names.get(contract);
  if (found === undefined) names.set(contract, (found = readNames(contract)));
  return found;
}

/** @returns the value of Access-Control-Allow-Origin; undefined for none */
function allowedOrigin({ settings }: World, operation: CompiledOperation, origin: string): string | undefined {
  const list = originList(operation);
  if (list === undefined) return '*';
  return originAllowed(settings.origins ?? list.identifier?.allow ?? [], origin) ? origin : undefined;
}

const VARY: SentHeader = { name: 'vary', value: 'Origin' };

/** The answer, with what lets the page it is for read it. */
export function withCors(call: Call, reply: Reply): Reply {
  const {
    operation,
    request: { headers },
    world,
  } = call;
  if (!isForScripts(operation)) return reply;
  const { origin } = headers;
  const allowed = typeof origin === 'string' ? allowedOrigin(world, operation, origin) : undefined;
  const sent = [...reply.headers, VARY];
  if (allowed !== undefined) {
    const { exposed } = namesOf(world.contract);
    sent.push({ name: 'access-control-allow-origin', value: allowed });
    if (exposed !== '') sent.push({ name: 'access-control-expose-headers', value: exposed });
  }
  // Field by field: most answers pass here, and spreading one is dearer than all that is looked at.
  const { status, contentType, body, answer, refusal, wire } = reply;
  return { status, headers: sent, contentType, body, answer, refusal, wire };
}

const PREFLIGHT: CompiledAnswer = {
  status: 204,
  contentType: undefined,
  headers: [],
  render: undefined,
  needs: () => [],
  pointer: '#/x-cors',
};

/**
 * Answers what a browser asks before a page's request: without a credential, and without counting it. The request
 * itself is judged when it comes.
 *
 * @param operation the one that the page wants to call
 * @param methods those of its path
 */
export function preflightReply(
  { world, request }: Call,
  operation: CompiledOperation,
  methods: readonly string[],
): Reply {
  const { origin } = request.headers;
  const allowed = typeof origin === 'string' ? allowedOrigin(world, operation, origin) : undefined;
  const base = { status: PREFLIGHT.status, contentType: undefined, body: undefined, answer: PREFLIGHT };
  if (allowed === undefined) {
    const { pointer, identifier } = originList(operation)!;
    const list = world.settings.origins ?? identifier?.allow ?? [];
    return {
      ...base,
      headers: [VARY],
      refusal: {
        failure: 'origin_not_allowed',
        rule: 'the page must be of an origin on the list',
        pointer,
        expected: list.join(', '),
        got: String(origin),
      },
    };
  }
  return {
    ...base,
    headers: [
      VARY,
      { name: 'access-control-allow-origin', value: allowed },
      { name: 'access-control-allow-methods', value: methods.join(', ') },
      { name: 'access-control-allow-headers', value: namesOf(world.contract).allowed },
    ],
    refusal: undefined,
  };
}
