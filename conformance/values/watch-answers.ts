/** Looks at every answer that a check gets, and keeps what is wrong with its values. */
import { follow } from '../../mock/contract/openapi-document.ts';
import type { Located, MediaType, Response } from '../../mock/contract/openapi-document.ts';
import type { CompiledAnswer, CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { Finding } from '../check.ts';
import type { Context, RequestParts } from '../check-context.ts';
import type { QuotaWindow } from '../checks/derived/support/read-quota.ts';
import { bodyFaults, headerFaults, isDue, isWorded, refusalNode, wordingFaults } from '../driver/answer-faults.ts';
import { differences } from '../driver/fixed-parts.ts';
import { parseJson } from '../driver/json-values.ts';
import {
  declaredHeaders,
  declaredMedia,
  declaredResponse,
  goodExample,
  mediaTypeOf,
  refusalResponse,
} from '../driver/declared-responses.ts';
import type { Exchange } from '../exchange.ts';
import { markedBasis } from '../evidence-marks.ts';
import { machineNow } from '../machine-clock.ts';
import { madeOnce } from '../made-once.ts';
import { bodyField, headerMissing, headerWrong } from '../symptom.ts';
import type { Target } from '../target/target.ts';
import { learn } from './learn-credentials.ts';
import type { Aspect, OnValue } from './on-value.ts';
import { ORACLE } from './expected-fact.ts';
import { profileFaults } from './expected-profile.ts';
import { read } from './read-fields.ts';
import type { FactRead, Reading } from './read-fields.ts';
import { matchPath, pathTemplate } from '../../mock/contract/path-template.ts';
import { recordFaults, steadyFaults, verdictFaults } from './expected-record.ts';
import type { Fault } from './expected-record.ts';
import { createMemory, idempotencyKey, UNMATCHED } from './answer-context.ts';
import type { ObservedAnswer, Span } from './answer-context.ts';

export interface Watcher {
  sent(parts: RequestParts): void;
  answered(parts: RequestParts, exchange: Exchange, sentAt: number): Promise<void>;
  /** A check found that the answer refuses for this reason, so that its example says which facts are due. */
  refused(exchange: Exchange, operation: CompiledOperation, failure: Failure): void;
  /** The check changes settings of its world. */
  changes(settings: Readonly<Record<string, unknown>>): void;
}

const fits = (template: string, path: string): boolean => matchPath(template, path) !== undefined;

/** The same paths are asked for again and again: each is looked up once, until there are this many. */
const MOST_PATHS = 5_000;

const operationsByPath = new WeakMap<CompiledContract, Map<string, CompiledOperation | undefined>>();

/** The operation that a request is of: of several the one with the most fixed text. */
export function operationOf(
  contract: CompiledContract,
  { method, path }: Pick<RequestParts, 'method' | 'path'>,
): CompiledOperation | undefined {
  let known = operationsByPath.get(contract);
  if (known === undefined || known.size > MOST_PATHS)
    operationsByPath.set(contract, (known = new Map<string, CompiledOperation | undefined>()));
  const key = `${method} ${path}`;
  if (known.has(key)) return known.get(key);
  const [found] = contract.operations
    .filter((operation) => operation.method === method && fits(operation.path, path))
    .sort((a, b) => pathTemplate(b.path).fixed - pathTemplate(a.path).fixed);
  known.set(key, found);
  return found;
}

/** Requests of no operation are answered as the contract says for them. */
function unmatched(contract: CompiledContract, { path }: RequestParts, status: number): Unmatched | undefined {
  const which = contract.operations.some((operation) => fits(operation.path, path))
    ? 'method_not_allowed'
    : 'unknown_path';
  if (contract.unmatched[which].status !== status) return undefined;
  return madeOnce(unmatchedOf, contract, () => ({
    unknown_path: unmatchedAs(contract, 'unknown_path'),
    method_not_allowed: unmatchedAs(contract, 'method_not_allowed'),
  }))[which];
}

interface Unmatched {
  readonly operation: CompiledOperation;
  readonly response: Located<Response>;
}

const unmatchedOf = new WeakMap<
  CompiledContract,
  Readonly<Record<'unknown_path' | 'method_not_allowed', Unmatched | undefined>>
>();

function unmatchedAs(
  { document, operations: [first] }: CompiledContract,
  which: 'unknown_path' | 'method_not_allowed',
): Unmatched | undefined {
  const node = document['x-unmatched']?.[which];
  if (first === undefined || node === undefined) return undefined;
  const operation: CompiledOperation = {
    ...first,
    id: UNMATCHED,
    requirements: [],
    identifiers: [],
    parameters: [],
    idempotency: undefined,
    rateLimit: undefined,
    action: { type: 'page' } as CompiledOperation['action'],
    body: undefined,
  };
  return { operation, response: follow<Response>(document, { node, pointer: `#/x-unmatched/${which}` }) };
}

/** Facts that are due where an answer refuses for a reason, beyond those of every answer. */
const DUE: Partial<Readonly<Record<Fact, readonly Failure[]>>> = {
  'failure.expired_at': ['expired_token'],
  'failure.required_scope': ['insufficient_scope'],
  'failure.granted_scopes': ['insufficient_scope'],
  'failure.violations': ['invalid_body', 'invalid_parameter'],
  'failure.violations_by_field': ['invalid_body', 'invalid_parameter'],
  'violation.field': ['invalid_body', 'invalid_parameter'],
  'violation.message': ['invalid_body', 'invalid_parameter'],
  'violation.code': ['invalid_body', 'invalid_parameter'],
};
const ALWAYS: readonly Fact[] = ['status', 'clock.iso', 'clock.epoch', 'request.id', 'failure.detail'];

/** Facts of a good answer that are there or not, as it comes. */
const OPTIONAL: readonly Fact[] = [
  'token.refresh_token',
  'token.id_token',
  'verdict.reason',
  'verdict.amount',
  'verdict.discount',
  'verdict.total',
];

/** Actions whose answer's properties take facts of their own name. */
export const OF_THEIR_NAME: readonly string[] = [
  'metadata',
  'resource_metadata',
  'jwks',
  'page',
  'profile.get',
  'profile.update',
  'session.open',
  'link.redeem',
  'resource.check',
  'authorize',
  'authorize.decide',
  'userinfo',
  'client.register',
  'client.manage',
  'end_session',
  'device.verify',
  'sso.enter',
];

/** Actions that leave records as they are. */
const READS: readonly string[] = ['resource.list', 'resource.get', 'resource.check', 'profile.get', 'userinfo'];

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const findingOf = ({ place, wanted, got }: Fault, exchange: Exchange): Finding => ({
  expected: `${place === '' ? 'the body' : place} to be ${wanted}`,
  got: show(got),
  exchange,
  ...(place.startsWith('header ') && {
    symptoms: [headerWrong(place.slice('header '.length), String(got))],
  }),
  ...(place.startsWith('/') && { symptoms: [bodyField(place, `${place} is ${show(got)}`)] }),
});

/**
 * What a good answer lacks of the headers and the body that are declared for it, whatever it was asked for. Of records
 * the headers alone: what was sent comes back as it was, and a request may take more than an answer declares.
 */
function declaredFinding(
  contract: CompiledContract,
  operation: CompiledOperation,
  response: Located<Response>,
  exchange: Exchange,
): Finding | undefined {
  const faults = [
    // Pragma speaks to caches of HTTP/1.0 alone: that it is missing is advice, which another check gives.
    ...headerFaults(contract, operation, response, exchange).filter(({ key }) => key !== 'header pragma'),
    ...(operation.action.type.startsWith('resource.') ? [] : bodyFaults(contract, response, exchange)),
  ];
  if (faults.length === 0) return undefined;
  return {
    expected: 'the headers and the body that are declared for the answer',
    got: faults.map(({ text }) => text).join('; '),
    exchange,
    symptoms: faults,
  };
}

/** What the clocks of a real target and of this machine may differ, where the answer has no date of its own. */
const STRANGE_CLOCK_MS = 60_000;

const factsOfExamples = new WeakMap<Located<MediaType>, Map<unknown, readonly FactRead[]>>();

/** The facts that an example of the contract has. */
function exampleFacts(
  { document }: CompiledContract,
  media: Located<MediaType>,
  example: unknown,
): readonly FactRead[] {
  const known = madeOnce(factsOfExamples, media, () => new Map<unknown, readonly FactRead[]>());
  let facts = known.get(example);
  if (facts === undefined) {
    const schema = { node: media.node.schema!, pointer: `${media.pointer}/schema` };
    known.set(example, (facts = read(document, schema, example).facts));
  }
  return facts;
}

const refusalsOf = new WeakMap<CompiledOperation, readonly CompiledAnswer[]>();

/** What the operation may refuse with, at this status. */
const refusalsAt = (operation: CompiledOperation, status: number): readonly CompiledAnswer[] =>
  madeOnce(refusalsOf, operation, () => [...new Set(operation.refusals.values())]).filter(
    (refusal) => refusal.status === status,
  );

interface Options {
  readonly contract: CompiledContract;
  readonly target: Target;
  readonly clock: Context['clock'];
  /** The windows of a class of quotas that are in force at first. */
  readonly windowsOf: (name: string) => readonly QuotaWindow[];
  readonly onValue: OnValue;
}

export function createWatcher({ contract, target, clock, windowsOf, onValue }: Options): Watcher {
  const memory = createMemory();
  // What time changes is not held against what was said before it.
  clock.onMove(() => memory.records.clear());
  const readings = new WeakMap<Exchange, Reading>();
  let lifetimes = true;
  let planChanged = false;
  const changed = new Map<string, readonly QuotaWindow[] | undefined>();

  async function span(exchange: Exchange, sentAt: number, answeredAt: number): Promise<Span> {
    if (target.control !== undefined) {
      const { earliest, latest } = await clock.bounds();
      return { from: earliest - (machineNow() - sentAt), to: latest };
    }
    const own = Date.parse(exchange.answerHeaders['date'] ?? '');
    return Number.isNaN(own)
      ? { from: sentAt - STRANGE_CLOCK_MS, to: answeredAt + STRANGE_CLOCK_MS }
      : { from: own - 1000, to: own + 2000 };
  }

  function readAnswer(response: Located<Response>, { answerHeaders, answerBody }: Exchange): Reading {
    const headers = declaredHeaders(contract.document, response).flatMap(({ name, fact }): FactRead[] => {
      const value = answerHeaders[name.toLowerCase()];
      return fact === undefined || value === undefined
        ? []
        : [{ fact, place: `header ${name.toLowerCase()}`, value, pointer: response.pointer }];
    });
    const media = declaredMedia(response, answerHeaders['content-type'] ?? '');
    const schema = mediaTypeOf(answerHeaders['content-type']).includes('json') ? media?.node.schema : undefined;
    const body =
      schema === undefined
        ? undefined
        : read(contract.document, { node: schema, pointer: `${media!.pointer}/schema` }, parseJson(answerBody));
    return {
      facts: [...headers, ...(body?.facts ?? [])],
      records: body?.records ?? [],
      named: body?.named ?? new Map(),
    };
  }

  function literals(observed: ObservedAnswer, response: Located<Response>): readonly Fault[] | undefined {
    const {
      operation,
      exchange: { status, answerHeaders, answerBody },
    } = observed;
    const answer = operation.answers.find((one) => one.status === status && one.render !== undefined);
    const media = answer && declaredMedia(response, answerHeaders['content-type'] ?? '');
    if (media === undefined || !target.isMock || OF_THEIR_NAME.includes(operation.action.type)) return undefined;
    const example = goodExample(contract, media);
    const schema = media.node.schema && { node: media.node.schema, pointer: `${media.pointer}/schema` };
    const body = parseJson(answerBody);
    if (example === undefined || body === undefined || schema === undefined) return undefined;
    return differences(contract.document, schema, example, body).map(({ text: words }) => ({
      place: 'the answer',
      wanted: "as the contract's example has it",
      got: words,
    }));
  }

  /** The sandbox refuses in words of the contract: those of one of the operation's refusals with this status. */
  function refusalFaults(
    { operation, exchange }: ObservedAnswer,
    response: Located<Response>,
  ): readonly Fault[] | undefined {
    const refusals = refusalsAt(operation, exchange.status);
    if (!target.isMock || operation.id === UNMATCHED || refusals.length === 0) return undefined;
    const fitting = refusals.filter((refusal) => isWorded(contract, response, refusal, exchange));
    if (fitting.length === 1)
      missing(exchange, operation, refusalNode(contract, fitting[0]!).value, (fact) => ALWAYS.includes(fact), response);
    if (fitting.length > 0) return [];
    const [nearest] = refusals
      .map((refusal) => wordingFaults(contract, response, refusal, exchange))
      .sort((a, b) => a.length - b.length);
    return nearest!.map(({ text: words }) => ({
      place: 'the refusal',
      wanted: 'as an example of the contract words it',
      got: words,
    }));
  }

  /** Records that carry their tenant carry it in every answer. */
  function noteTenants(
    { operation: { id, parameters }, request, exchange }: ObservedAnswer,
    { records, facts }: Reading,
  ): void {
    // A parameter may choose what a list shows.
    if (
      request.query.some(([name]) =>
        parameters.some((parameter) => parameter.name === name && parameter.paging === undefined),
      )
    )
      return;
    for (const { resource, record, place } of target.isMock ? records : []) {
      const name = Object.entries(contract.resources.get(resource)?.schema.properties ?? {}).find(
        ([, schema]) => schema['x-fill'] === 'tenant.id',
      )?.[0];
      if (name === undefined || record[name] !== undefined || facts.some((one) => one.place === `${place}/${name}`))
        continue;
      onValue('tenant.id', id, `${place}/${name}`, {
        expected: `${place}/${name} in the answer`,
        got: 'an answer without it',
        exchange,
      });
    }
  }

  async function judge(observed: ObservedAnswer, reading: Reading, response: Located<Response>): Promise<void> {
    const { operation, exchange } = observed;
    const { id } = operation;
    for (const fact of reading.facts) {
      const told = ORACLE[fact.fact]?.(fact, observed, reading);
      // Most is known at once, and there are several facts in each of a run's many thousand answers.
      const verdict = told instanceof Promise ? await told : told;
      if (verdict !== undefined)
        onValue(
          fact.fact,
          id,
          fact.place,
          verdict === true ? undefined : findingOf({ place: fact.place, wanted: verdict, got: fact.value }, exchange),
        );
    }
    for (const { name, fact, pointer } of declaredHeaders(contract.document, response)) {
      // What clients are told at the endpoints of OAuth depends on how they authenticated (RFC 6749 §5.2).
      const ofClients = fact === 'challenge' && 'client_authentication' in observed.operation.action;
      // Where calls are left, something else than the quota is used up, which has no class.
      const ofQuota =
        fact !== 'rate.type' || !(Number(reading.facts.find((one) => one.fact === 'rate.remaining')?.value) > 0);
      if (
        fact === undefined ||
        ofClients ||
        !ofQuota ||
        exchange.answerHeaders[name.toLowerCase()] !== undefined ||
        !isDue(
          contract,
          observed.operation,
          exchange.status,
          fact,
          exchange.status === 429 ? 'rate_limited' : undefined,
        )
      )
        continue;
      onValue(fact, id, `header ${name.toLowerCase()}`, {
        expected: `the header ${name}`,
        got: 'no such header',
        exchange,
        symptoms: [headerMissing(name, undefined, markedBasis(contract, pointer))],
      });
    }
    noteTenants(observed, reading);
    if (exchange.status >= 400) {
      const faults = refusalFaults(observed, response);
      if (faults !== undefined) onValue('literal', id, '', faults[0] && findingOf(faults[0], exchange));
    }
    if (exchange.status >= 300) return;
    onValue('declared', id, '', declaredFinding(contract, operation, response, exchange));
    const others: readonly (readonly [Aspect, readonly Fault[] | undefined])[] = [
      ['record', await recordFaults(observed, reading)],
      ['record', verdictFaults(observed, reading)],
      ['record', steadyFaults(observed, reading)],
      ['profile', profileFaults(observed, reading)],
      ['literal', literals(observed, response)],
    ];
    for (const [aspect, faults] of others) {
      if (faults === undefined) continue;
      const [first] = faults;
      onValue(aspect, id, '', first && findingOf(first, exchange));
    }
  }

  function missing(
    exchange: Exchange,
    operation: CompiledOperation,
    example: unknown,
    due: (fact: Fact) => boolean,
    response: Located<Response>,
  ): void {
    const there = readings.get(exchange);
    const media = declaredMedia(response, exchange.answerHeaders['content-type'] ?? '');
    if (there === undefined || media?.node.schema === undefined || example === undefined) return;
    for (const { fact, place } of exampleFacts(contract, media, example)) {
      if (
        ORACLE[fact] === undefined ||
        !due(fact) ||
        there.facts.some((one) => one.fact === fact && one.place === place)
      )
        continue;
      onValue(fact, operation.id, place, {
        expected: `${place} in the answer`,
        got: 'an answer without it',
        exchange,
        symptoms: [bodyField(place, `${place} is missing`)],
      });
    }
  }

  return {
    sent(parts) {
      const operation = operationOf(contract, parts);
      // Anyone who enters or pays changes records, too.
      if (operation === undefined || !READS.includes(operation.action.type)) memory.records.clear();
      const key = operation && idempotencyKey(operation, parts);
      if (key !== undefined) memory.keys.set(key, (memory.keys.get(key) ?? 0) + 1);
    },

    async answered(parts, exchange, sentAt) {
      if (parts.method === 'HEAD') return;
      const answeredAt = machineNow();
      const own = operationOf(contract, parts);
      const response = own && declaredResponse(contract, own, exchange.status);
      const found =
        own === undefined ? unmatched(contract, parts, exchange.status) : response && { operation: own, response };
      if (found === undefined) return;
      let known: Promise<Span> | undefined;
      const observed: ObservedAnswer = {
        contract,
        target,
        operation: found.operation,
        request: parts,
        exchange,
        memory,
        lifetimes,
        at: () => (known ??= span(exchange, sentAt, answeredAt)),
        windowsOf: (name) => (changed.has(name) ? changed.get(name) : planChanged ? undefined : windowsOf(name)),
      };
      const reading = readAnswer(found.response, exchange);
      readings.set(exchange, reading);
      await judge(observed, reading, found.response);
      await learn(observed, reading);
      if (exchange.status >= 300 || own === undefined) return;
      const media = declaredMedia(found.response, exchange.answerHeaders['content-type'] ?? '');
      if (
        !target.isMock ||
        media === undefined ||
        reading.facts.some(({ fact, value }) => fact === 'token.active' && value === false)
      )
        return;
      missing(
        exchange,
        own,
        goodExample(contract, media),
        (fact) => !OPTIONAL.includes(fact) && fact !== 'tenant.id',
        found.response,
      );
    },

    refused(exchange, operation, failure) {
      const refusal = operation.refusals.get(failure);
      const response = refusal && refusalResponse(contract, operation, refusal);
      if (refusal === undefined || response === undefined) return;
      const matches = !Object.values(contract.unmatched).includes(refusal);
      missing(
        exchange,
        matches ? operation : { ...operation, id: UNMATCHED },
        refusalNode(contract, refusal).value,
        (fact) => ALWAYS.includes(fact) || DUE[fact]?.includes(failure) === true,
        response,
      );
    },

    changes(settings) {
      for (const [name, set] of Object.entries(
        (settings['rate_limits'] ?? {}) as Readonly<
          Record<string, { readonly limit?: number | null; readonly window_seconds?: number } | null>
        >,
      )) {
        const [first] = windowsOf(name);
        const { limit, window_seconds: seconds } = set ?? {};
        const windowMs = seconds === undefined ? first?.windowMs : seconds * 1000;
        const type = first?.type ?? contract.rateLimits.get(name)?.type ?? name;
        changed.set(
          name,
          typeof limit === 'number' && windowMs !== undefined ? [{ type, limit, windowMs }] : undefined,
        );
      }
      if ('plan' in settings) planChanged = true;
      if ('token_lifetime' in settings) lifetimes = false;
    },
  };
}
