/** Bodies that do not fit the contract, or cannot be read. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { MULTIPART, contentFor } from '../../../mock/contract/media-types.ts';
import { judgesOwnRequest } from '../../../mock/contract/reachable-failures.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { caller } from './support/ask-as-caller.ts';
import type { Caller } from './support/ask-as-caller.ts';
import { failureBasis } from './support/operation-citation.ts';
import { bodySchema, fieldsOf, isForm, placesIn, withFields } from './support/invalid-bodies.ts';
import type { Place } from './support/invalid-bodies.ts';
import { misfits, ofWrongType } from './support/misfits.ts';
import type { Misfit } from './support/misfits.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { header, withHeader } from './support/change-parts.ts';
import { isSignature } from '../../../mock/contract/signature-kinds.ts';

const judged = ({ body, action }: CompiledOperation): boolean => body !== undefined && !judgesOwnRequest(action);

interface Body {
  readonly who: Caller;
  readonly places: readonly Place[];
}

async function valid(context: Context, operation: CompiledOperation): Promise<Body> {
  const who = await caller(context, operation);
  const fields = fieldsOf(who.request) ?? context.notRun('the request has no body with fields');
  const schema = bodySchema(context.contract, operation);
  return { who, places: schema ? placesIn(context.contract, schema, fields) : [] };
}

/** The place in the words of a sentence: `the body's lines.0.price`. */
const placeName = ({ path }: Place): string => (path.length === 0 ? 'the body' : `the body's ${path.join('.')}`);

/** Longer values are seen in the exchange. */
const SHORT = 40;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

/** Sends the body with each place changed as told, one at a time. */
async function each(
  context: Context,
  operation: CompiledOperation,
  changes: (place: Place, form: boolean) => readonly Misfit[],
): Promise<void> {
  const { who, places } = await valid(context, operation);
  const form = isForm(who.request);
  let tried = 0;
  for (const place of places) {
    // A form has fields, and nothing in them.
    if (form && place.path.length !== 1) continue;
    for (const { value, rule } of changes(place, form)) {
      const sent = place.with(value);
      // A form without fields is a body that was not sent.
      if (form && operation.body?.required !== true && Object.keys(sent).length === 0) continue;
      tried++;
      context.expect.failure(
        await who.ask(withFields(who.request, sent)),
        operation,
        'invalid_body',
        value === undefined
          ? `${placeName(place)} is missing`
          : `${placeName(place)} is ${shown(value)}, against ${rule}`,
      );
    }
  }
  if (tried === 0) context.notRun('the schema leaves no room for that');
}

const missing: Case = {
  id: 'body.missing-property',
  title: (operation) => `${named(operation)} refuses a body without a required property`,
  applies: (operation, contract) => judged(operation) && (bodySchema(contract, operation)?.required?.length ?? 0) > 0,
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_body'),
  run: (context, operation) =>
    each(context, operation, ({ path, required }) =>
      required && path.length > 0 ? [{ value: undefined, rule: 'required' }] : [],
    ),
};

const wrongType: Case = {
  id: 'body.wrong-type',
  title: (operation) => `${named(operation)} refuses a body with a property of the wrong type`,
  applies: (operation, contract) =>
    judged(operation) &&
    operation.body !== undefined &&
    contentFor(operation.body.content, 'application/json') !== undefined &&
    Object.keys(bodySchema(contract, operation)?.properties ?? {}).length > 0,
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_body'),
  run: (context, operation) =>
    each(context, operation, ({ path, schema, required }, form) =>
      form || path.length === 0 ? [] : ofWrongType(schema, required),
    ),
};

const outside: Case = {
  id: 'body.outside',
  title: (operation) => `${named(operation)} refuses a body with a value outside its bounds`,
  applies: (operation, contract) => {
    const schema = judged(operation) ? bodySchema(contract, operation) : undefined;
    return schema !== undefined && placesIn(contract, schema, {}).some((place) => misfits(place.schema).length > 0);
  },
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_body'),
  run: (context, operation) => each(context, operation, ({ schema, fits }) => misfits(schema, fits)),
};

const absent: Case = {
  id: 'body.absent',
  title: (operation) => `${named(operation)} refuses a request without its body`,
  applies: (operation) => judged(operation) && operation.body?.required === true,
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_body'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    context.expect.failure(
      await ask(withHeader({ ...parts, body: undefined }, 'content-type', operation.contentType)),
      operation,
      'invalid_body',
    );
  },
};

const BROKEN: Readonly<Record<'json' | 'form' | 'parts', readonly string[]>> = {
  json: ['{"open": ', 'not json', '{"a":1,}'],
  form: ['a=%', 'grant_type=%zz'],
  parts: ['no parts', '--another\r\n\r\n'],
};

const isMultipart = (parts: RequestParts): boolean => (header(parts, 'content-type') ?? '').startsWith(MULTIPART);

const malformed: Case = {
  id: 'body.malformed',
  title: (operation) => `${named(operation)} refuses a body that cannot be parsed, and does not break over it`,
  // Any bytes are a picture as far as a parser goes.
  applies: ({ body }) => body !== undefined && [...body.content.keys()].some((type) => /json|urlencoded/.test(type)),
  basis: (operation, contract) => failureBasis(contract, operation, 'malformed_body'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    if (!isMultipart(parts) && !isForm(parts) && !(header(parts, 'content-type') ?? '').includes('json'))
      context.notRun('the body is of a media type in which nothing is malformed');
    for (const body of BROKEN[isMultipart(parts) ? 'parts' : isForm(parts) ? 'form' : 'json'])
      context.expect.failure(await ask({ ...parts, body }), operation, 'malformed_body');
  },
};

const contentType: Case = {
  id: 'body.content-type',
  title: (operation) => `${named(operation)} refuses a content type that the contract does not declare`,
  applies: ({ body }) => body !== undefined,
  basis: (operation, contract) => failureBasis(contract, operation, 'unsupported_media_type'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    const types = ['text/plain', 'application/xml', 'application/json', 'application/x-www-form-urlencoded'].filter(
      (type) => operation.body !== undefined && contentFor(operation.body.content, type) === undefined,
    );
    for (const type of types)
      context.expect.failure(
        await ask(withHeader({ ...parts, body: parts.body || 'x' }, 'content-type', type)),
        operation,
        'unsupported_media_type',
      );
  },
};

const MEBIBYTE = 1024 * 1024;

/** A signature over a body that was not read to its end cannot be verified. */
const signsBody = ({ requirements }: CompiledOperation, { credentials }: CompiledContract): boolean =>
  requirements.some(({ method }) => {
    const credential = credentials.get(method.credential);
    return (
      isSignature(credential) &&
      (credential.digest !== undefined ||
        [...credential.message, ...(credential.request?.message ?? [])].some(
          (part) => part === 'body' || part === 'body_digest',
        ))
    );
  });

const tooLarge: Case = {
  id: 'body.too-large',
  title: (operation) => `${named(operation)} refuses a body of more than a mebibyte`,
  level: 'should',
  applies: ({ body }) => body !== undefined,
  basis: (operation, contract) => failureBasis(contract, operation, 'payload_too_large'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    const padding = 'x'.repeat(MEBIBYTE);
    const body = isForm(parts)
      ? `${parts.body ?? ''}&padding=${padding}`
      : JSON.stringify({ ...fieldsOf(parts), padding });
    context.expect.failure(
      await ask({ ...parts, body }),
      operation,
      signsBody(operation, context.contract)
        ? ['payload_too_large', 'invalid_signature', 'digest_mismatch']
        : 'payload_too_large',
    );
  },
};

export const body: CheckFamily = (suite) =>
  [missing, wrongType, outside, absent, malformed, contentType, tooLarge].flatMap((rule) => perOperation(suite, rule));
