/**
 * Values: what an answer says must be true, field by field. These checks send nothing. They judge the answers that the
 * other checks get, so that each answer of a run is looked at, whatever it was asked for.
 */
import type { Check, CheckFamily } from '../../check.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import { follow } from '../../../mock/contract/openapi-document.ts';
import type { Located, Response, Schema } from '../../../mock/contract/openapi-document.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../../mock/contract/fill-values.ts';
import { basisOf } from '../common/contract-citation.ts';
import { judgesOwnRequest } from '../../../mock/contract/reachable-failures.ts';
import { operationBasis } from '../derived/support/operation-citation.ts';
import { misfits } from '../derived/support/misfits.ts';
import { figures, operationOf, RATE_FACTS } from '../derived/support/read-quota.ts';
import { declaredHeaders, declaredMedia, declaredResponse, goodExample } from '../../driver/declared-responses.ts';
import { ORACLE } from '../../values/expected-fact.ts';
import { valueId } from '../../values/values-seen.ts';
import type { Aspect } from '../../values/on-value.ts';
import { UNMATCHED } from '../../values/answer-context.ts';
import { OF_THEIR_NAME } from '../../values/watch-answers.ts';
import { named } from '../derived/support/check-per-operation.ts';

/** What a value must be, in the words of a title. */
const WORDS: Readonly<Record<Aspect, string>> = {
  status: "the answer's own HTTP status",
  'request.id': 'an id of its own, the same in header and body',
  'answer.id': 'an id of its own, which no answer had before',
  'clock.iso': 'the time of the answer',
  'clock.epoch': 'the time of the answer',
  location: 'the address that the answer leads to',
  challenge: 'a challenge that fits the status and the operation',
  allow: 'the methods of the path',
  'authenticator.secret': 'the secret of an authenticator',
  'authenticator.uri': 'the URI of an authenticator',
  'rate.limit': "the quota's limit",
  'rate.remaining': 'what is left below the limit',
  'rate.reset_epoch': "the end of the quota's window",
  'rate.reset_after': "the time until the quota's window ends",
  'rate.reset_epoch_ms': "the end of the quota's window, in milliseconds",
  'rate.reset_after_ms': "the time until the quota's window ends, in milliseconds",
  'rate.reset_iso': "the end of the quota's window, as ISO 8601 has it",
  'rate.service_limits': 'what is left in each window',
  'rate.policies': 'the quota and length of each window',
  'rate.retry_after': 'a wait within the window',
  'rate.retry_date': 'a date within the window',
  'rate.type': 'the class of the quota',
  'failure.detail': 'a text that says what is wrong',
  'failure.required_scope': 'a scope that would do, and that the caller lacks',
  'failure.granted_scopes': "the caller's own scopes",
  'failure.expired_at': "the end of the caller's own token",
  'failure.violations': 'a list of what does not fit',
  'failure.violations_by_field': 'what does not fit, by field',
  'violation.field': 'a field of the request that does not fit',
  'violation.message': 'a text that says what is wrong with a field',
  'violation.code': 'a word for programs',
  'token.access_token': 'a token of its own',
  'token.id_token': 'an ID token of now for the client that asked, bound to what comes with it',
  'token.token_type': 'Bearer, or DPoP where the request proves a key',
  'token.expires_in': "the token's lifetime",
  'token.expires_at': 'the time of issue and the lifetime',
  'token.refresh_token': 'a token other than the access token',
  'token.scope': 'the scopes that were asked for, or that the client may have',
  'token.client_id': 'the client that asked for the token',
  'token.issued_token_type': 'the kind of token that was asked for',
  'token.active': 'true of tokens that were given out alone',
  'token.issued_at': 'the time of issue',
  'token.subject': 'whom the token speaks for',
  'token.issuer': 'who gave the token out',
  'token.tenant': "the token's tenant",
  'token.audience': 'whom the token is for',
  'token.confirmation': 'the key that the token is bound to',
  'dpop.nonce': 'a nonce for the next proof',
  'session.token': 'a token of its own',
  'session.id': 'an id that is not the token',
  'session.idle_minutes': 'the minutes after which an idle session ends',
  'session.opened_at': 'the time of the answer',
  'session.password_expires_at': 'a time in the future',
  'pushed.request_uri': 'a URI of its own',
  'pushed.expires_in': "the request_uri's lifetime",
  'device.device_code': 'a code of its own',
  'device.user_code': 'a code of its own',
  'device.verification_uri': 'the address of the page for user codes',
  'device.verification_uri_complete': 'the same address, with the user code',
  'device.expires_in': "the codes' lifetime",
  'device.interval': 'the wait between two polls',
  'otp.id': 'an id of its own',
  'otp.expires_in': "the password's lifetime",
  'link.expires_in': "the link's lifetime",
  'otp.verification_token': 'a token of its own',
  'otp.verification_expires_in': "the verification's lifetime",
  'key.id': 'the key that was named',
  'key.secret': 'a new secret',
  // Webhooks carry these and no answer does: the checks of webhooks judge them.
  'webhook.id': 'an id of its own',
  'webhook.event': 'the event that is told',
  'webhook.time': 'the time of the event',
  'page.number': 'the page that was asked for',
  'page.size': 'the size that was asked for',
  'page.total': 'as many records as there are',
  'page.count': 'as many pages as the total makes',
  'page.has_next': 'whether there is a page after this',
  'page.has_previous': 'whether there is a page before this',
  'page.returned': 'as many records as the answer shows',
  'verdict.valid': 'true without a reason, or false',
  'verdict.reason': 'a text that says why',
  'verdict.amount': 'the amount that was asked about',
  'verdict.discount': 'no more than the amount',
  'verdict.total': 'the amount without the discount',
  'tenant.id': "the caller's own tenant",
  record: 'what was sent, asked for or done',
  profile: "the caller's own names and settings",
  literal: "the contract's own words",
  declared: 'one with the headers and the body that are declared for it',
};

const NAMES: Partial<Readonly<Record<Aspect, string>>> = {
  record: 'the record',
  profile: 'the profile',
  literal: 'what is the same in every answer',
  declared: 'each good one',
};

/** Where a contract has a fact, first place first. */
type Places = Map<Fact, string>;

/** Facts of a schema, with the pointer of the property that carries each. */
function collect(
  contract: CompiledContract,
  located: Located<Schema>,
  places: Places,
  level = 0,
  seen: ReadonlySet<string> = new Set(),
): void {
  if (level > 12) return;
  const { node, pointer } = flatten(contract.document, located);
  if (seen.has(pointer)) return;
  const below = new Set([...seen, pointer]);
  const fact = node['x-fill'];
  if (fact !== undefined && !places.has(fact)) places.set(fact, pointer);
  for (const word of ['oneOf', 'anyOf'] as const)
    node[word]?.forEach((branch, i) =>
      collect(contract, { node: branch, pointer: `${pointer}/${word}/${i}` }, places, level + 1, below),
    );
  if (node.items) collect(contract, { node: node.items, pointer: `${pointer}/items` }, places, level + 1, below);
  for (const [name, child] of Object.entries(node.properties ?? {}))
    collect(contract, { node: child, pointer: `${pointer}/properties/${name}` }, places, level + 1, below);
}

function placesOf(
  contract: CompiledContract,
  responses: readonly Located<Response>[],
  carries: ReadonlySet<Fact>,
): Places {
  const places: Places = new Map();
  for (const response of responses) {
    for (const { name, fact } of declaredHeaders(contract.document, response)) {
      const pointer = `${response.pointer}/headers/${name}`;
      const header = response.node.headers?.[name];
      if (fact !== undefined && !places.has(fact))
        places.set(fact, header === undefined ? pointer : follow(contract.document, { node: header, pointer }).pointer);
    }
    for (const [type, media] of Object.entries(response.node.content ?? {})) {
      const { schema } = media;
      if (schema && type.includes('json'))
        collect(
          contract,
          {
            node: schema,
            pointer: `${response.pointer}/content/${type.replaceAll('~', '~0').replaceAll('/', '~1')}/schema`,
          },
          places,
        );
    }
  }
  return new Map([...places].filter(([fact]) => carries.has(fact)));
}

const QUOTA_ENDS: readonly Fact[] = ['rate.retry_after', 'rate.retry_date', 'rate.type'];

/**
 * Whether a check gets an answer with the fact: quotas are used up at one operation of each class, and stores stay
 * reachable.
 */
function isMet(contract: CompiledContract, operation: CompiledOperation, fact: Fact): boolean {
  const { requirements, body, action, parameters, rateLimit, refusals } = operation;
  if (QUOTA_ENDS.includes(fact))
    return (
      rateLimit !== undefined &&
      operationOf(contract, rateLimit)?.id === operation.id &&
      figures(contract, rateLimit) !== undefined
    );
  if (fact.startsWith('failure.violations') || fact.startsWith('violation.')) {
    return (
      (body !== undefined && !judgesOwnRequest(action)) ||
      parameters.some(({ schema, in: place }) => place !== 'path' && misfits(schema).length > 0)
    );
  }
  if (fact === 'challenge') return !('client_authentication' in action);
  if (fact === 'failure.expired_at')
    return refusals.has('expired_token') && requirements.some(({ method }) => method.kind === 'token');
  if (fact === 'failure.required_scope' || fact === 'failure.granted_scopes')
    return requirements.some(({ scopes }) => scopes.length > 0);
  return true;
}

/** The facts that an operation's answers can carry, by their examples. */
function carried({ answers, refusals }: CompiledOperation): ReadonlySet<Fact> {
  const all = [
    ...answers,
    ...[...refusals].filter(([failure]) => failure !== 'unavailable').map(([, refusal]) => refusal),
  ];
  const facts = all.flatMap((answer) => [
    ...answer.needs(),
    ...answer.headers.flatMap(({ value }) => ('fact' in value ? [value.fact] : [])),
  ]);
  if (facts.includes('failure.violations')) facts.push('violation.field', 'violation.message', 'violation.code');
  // A record's own facts stand in its schema alone.
  return new Set<Fact>([...facts, 'tenant.id']);
}

function valueCheck(
  aspect: Aspect,
  { id }: { readonly id: string },
  where: string,
  basis: Pick<Check, 'evidence' | 'citation'>,
): Check {
  const what = NAMES[aspect] ?? aspect;
  return {
    id: valueId(aspect, id),
    title: `in answers of ${where}, ${what} is ${WORDS[aspect]}`,
    level: 'must',
    ...basis,
    needs: [],
    watches: true,
    run: () => Promise.reject(new Error('the runner judges it')),
  };
}

/** What no credential is asked for answers nobody in particular. */
function tellsTenant(operation: CompiledOperation, places: Places): boolean {
  return (
    places.has('tenant.id') &&
    operation.requirements.length > 0 &&
    operation.answers.some(({ render }) => render !== undefined)
  );
}

function aspects(contract: CompiledContract, operation: CompiledOperation): readonly Aspect[] {
  const { action, answers } = operation;
  const shows = answers.some(({ render, status }) => status < 300 && render !== undefined);
  const found: Aspect[] = [];
  if (
    shows &&
    'resource' in action &&
    ['resource.get', 'resource.create', 'resource.update', 'resource.transition', 'resource.check'].includes(
      action.type,
    )
  )
    found.push('record');
  if (shows && action.type === 'resource.list') found.push('record');
  if (shows && ['session.open', 'link.redeem', 'profile.get', 'userinfo'].includes(action.type)) found.push('profile');
  if (shows) found.push('declared');
  const media = operation.answers.flatMap(({ status, contentType }) => {
    const response =
      status < 300 && contentType !== undefined ? declaredResponse(contract, operation, status) : undefined;
    return (response && declaredMedia(response, contentType ?? '')) ?? [];
  });
  const refuses = [...operation.refusals.values()].some(({ contentType }) => contentType?.includes('json') === true);
  if (
    refuses ||
    (!OF_THEIR_NAME.includes(action.type) && media.some((one) => goodExample(contract, one) !== undefined))
  )
    found.push('literal');
  return found;
}

function ofOperation(contract: CompiledContract, operation: CompiledOperation): readonly Check[] {
  const statuses = [...new Set([...operation.answers, ...operation.refusals.values()].map(({ status }) => status))];
  const responses = statuses.flatMap((status) => declaredResponse(contract, operation, status) ?? []);
  const places = placesOf(contract, responses, carried(operation));
  const own = operationBasis(contract, operation);
  const facts = [...places].filter(
    ([fact]) =>
      (ORACLE[fact] !== undefined || (fact === 'location' && operation.action.type === 'authorize')) &&
      isMet(contract, operation, fact) &&
      (fact !== 'tenant.id' || tellsTenant(operation, places)),
  );
  return [
    ...facts.map(([fact, pointer]) => {
      const known = basisOf(contract, pointer);
      return valueCheck(
        fact,
        operation,
        named(operation),
        own.evidence === 'assumed' ? { ...known, evidence: 'assumed' } : known,
      );
    }),
    ...aspects(contract, operation).map((aspect) =>
      valueCheck(aspect, operation, named(operation), aspect === 'literal' ? { ...own, evidence: 'assumed' } : own),
    ),
  ];
}

/** Facts of any answer. */
const EVERYWHERE: readonly Fact[] = [
  'status',
  'clock.iso',
  'clock.epoch',
  'request.id',
  'failure.detail',
  ...RATE_FACTS,
  'rate.reset_iso',
  'rate.service_limits',
  'rate.policies',
];

function ofUnmatched(contract: CompiledContract): readonly Check[] {
  const responses = (['unknown_path', 'method_not_allowed'] as const).flatMap((which): Located<Response>[] => {
    const node = contract.document['x-unmatched']?.[which];
    return node === undefined ? [] : [follow<Response>(contract.document, { node, pointer: `#/x-unmatched/${which}` })];
  });
  const carries = new Set(
    (['unknown_path', 'method_not_allowed'] as const).flatMap((which) => [
      ...contract.unmatched[which].needs(),
      ...contract.unmatched[which].headers.flatMap(({ value }) => ('fact' in value ? [value.fact] : [])),
    ]),
  );
  return [...placesOf(contract, responses, carries)]
    .filter(([fact]) => EVERYWHERE.includes(fact))
    .map(([fact, pointer]) =>
      valueCheck(
        fact,
        { id: UNMATCHED },
        'paths and methods that the contract does not have',
        at(contract.document, pointer) === undefined ? basisOf(contract, '#') : basisOf(contract, pointer),
      ),
    );
}

export const values: CheckFamily = ({ contract }) => [
  ...contract.operations.flatMap((operation) => ofOperation(contract, operation)),
  ...ofUnmatched(contract),
];
