/** Sign-on links that can be made: plain, and encrypted by each developer that has a key. */
import { keysOf, linkOf, linkRequest, subjectsOf } from '../../conformance/checks/sso/sso-subject.ts';
import type { Subject } from '../../conformance/checks/sso/sso-subject.ts';
import { carryAll } from '../../conformance/driver/present-credential.ts';
import type { RequestParts } from '../../conformance/check-context.ts';
import type { SignOn, Template } from '../k6/profile.ts';
import { labelOf, refusedWith } from './profile-calls.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { templateOf } from './request-template.ts';

/** JSON in which the time is a number, as links have it. */
async function linkText({ context }: ProfileInputs, subject: Subject): Promise<string> {
  const { match, timestamp } = subject.operation.action;
  const text = JSON.stringify(await linkOf(context, subject, { [match]: '__PERSON__', [timestamp]: '__MADE_AT__' }));
  return text.replace('"__MADE_AT__"', '__MADE_AT__');
}

/** What the session's cookie opens. */
async function pageOf(inputs: ProfileInputs, { operation: { action } }: Subject): Promise<Template | null> {
  for (const operation of inputs.contract.operations.filter(({ action: { type } }) => type === 'page')) {
    const requirement = operation.requirements.find(({ method }) => method.credential === action.session);
    if (requirement === undefined) continue;
    const request = await inputs.context.request(operation, { body: undefined });
    const carried = carryAll(inputs.contract, requirement.method, { secret: '__COOKIE__' });
    return templateOf(inputs, operation, {
      ...request,
      headers: [...request.headers, ...carried.headers],
      query: [...request.query, ...carried.query],
    });
  }
  return null;
}

async function waysOf(inputs: ProfileInputs, subject: Subject): Promise<SignOn[]> {
  const { contract, target, context } = inputs;
  const { operation, keyCredential, plain, encrypted, lifetimeMs } = subject;
  const [key] = keysOf(context, subject);
  const cookie = contract.methods
    .find(({ credential }) => credential === operation.action.session)
    ?.parts.find((part) => part.in === 'cookie')?.name;
  if (key === undefined || cookie === undefined) return [];
  const link = await linkText(inputs, subject);
  const page = await pageOf(inputs, subject);
  const way = (caller: string, parts: RequestParts, encryption: string | null): SignOn => ({
    caller,
    enter: templateOf(inputs, operation, parts),
    link,
    encryption,
    page,
    cookie,
    lifetimeSeconds: lifetimeMs / 1000,
    dead: refusedWith(operation, 'expired_link', 'invalid_link'),
  });
  const label = labelOf(keyCredential, key.id);
  const developers = target.credentials.developers.filter(({ encryption_key }) => typeof encryption_key === 'string');
  return [
    way(label, await linkRequest(context, subject, { [plain]: '__LINK__' }), null),
    ...(await Promise.all(
      developers.map(async ({ id, encryption_key }) =>
        way(label, await linkRequest(context, subject, { [encrypted]: '__LINK__' }, id), encryption_key!),
      ),
    )),
  ];
}

export async function signOns(inputs: ProfileInputs): Promise<SignOn[]> {
  return (await Promise.all(subjectsOf(inputs.contract).map((subject) => waysOf(inputs, subject)))).flat();
}
