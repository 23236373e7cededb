/** Whether what OpenID Connect needs besides is there: sessions, keys, answers for its pages and redirects. */
import type { Action, TokenCredential } from '../../../../specs/generated/vocabulary.ts';
import { redirectUriFlaw } from '../../redirect-uri.ts';
import { escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import { operationsOf } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

/** The action with this type, also where it shares its schema with another. */
type ActionOf<T extends Action['type'], A = Action> = A extends { readonly type: infer U }
  ? T extends U
    ? A
    : never
  : never;

type Of<T extends Action['type']> = OperationAt & { readonly action: ActionOf<T> };

function placesOf<T extends Action['type']>(document: Document, type: T): readonly Of<T>[] {
  return operationsOf(document).flatMap((place) => {
    const action = place.operation['x-action'];
    return action?.type === type ? [{ ...place, action: action as ActionOf<T> }] : [];
  });
}

const tokenOf = (document: Document, name: string): TokenCredential | undefined => {
  const credential = document['x-credentials']?.[name];
  return credential?.kind === 'token' ? credential : undefined;
};

export function checkOpenId(document: Document, report: Report): void {
  const problem = (pointer: string, message: string, suggestion: string): void =>
    report({ rule: 'openid', pointer, message, suggestion });
  const answers = ({ operation, pointer }: OperationAt, wanted: readonly number[], why: string): void => {
    for (const status of wanted)
      if (operation.responses?.[status] === undefined)
        problem(
          `${pointer}/responses`,
          `there is no answer with status ${status}, ${why}`,
          `declare a response ${status}`,
        );
  };
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {})) {
    if (credential.kind !== 'token' || credential.id_token === undefined) continue;
    const pointer = `#/x-credentials/${escapePointer(name)}/id_token`;
    const authorize = placesOf(document, 'authorize').filter(({ action }) => action.credential === name);
    if (!authorize.some(({ action }) => action.login_session !== undefined))
      problem(pointer, 'nobody signs in for these ID tokens', 'give the action authorize a login_session');
    if (!placesOf(document, 'jwks').some(({ action }) => action.credential === name))
      problem(
        pointer,
        'no operation publishes the keys of these ID tokens',
        'add one with x-action: { type: jwks, … }',
      );
  }
  for (const { action, pointer } of [...placesOf(document, 'userinfo'), ...placesOf(document, 'end_session')]) {
    const credential = tokenOf(document, action.credential);
    if (credential !== undefined && credential.id_token === undefined)
      problem(`${pointer}/x-action/credential`, `"${action.credential}" has no id_token`, 'add one to the credential');
  }
  const signsIn = placesOf(document, 'authorize').some(({ action }) => action.login_session !== undefined);
  for (const place of signsIn ? placesOf(document, 'authorize.decide') : [])
    answers(place, [200], 'with which the page asks for consent once it is known who it is');
  for (const place of placesOf(document, 'end_session'))
    answers(
      place,
      [200, place.method === 'post' ? 303 : 302],
      'with which a page asks or the browser is sent back after signing out',
    );
  checkClients(document, report);
}

/** What clients registered, and whether anything reads it. */
function checkClients(document: Document, report: Report): void {
  const logsOut = placesOf(document, 'end_session').length > 0;
  const types = Object.values(document['x-credentials'] ?? {}).flatMap((credential) =>
    credential.kind === 'token' && credential.id_token !== undefined
      ? (credential.id_token.subject_types ?? (['public'] as const))
      : [],
  );
  (document['x-seed']?.clients ?? []).forEach((client, i) => {
    const pointer = `#/x-seed/clients/${i}`;
    const {
      client_id: id,
      post_logout_redirect_uris: uris = [],
      backchannel_logout_uri: back,
      frontchannel_logout_uri: front,
      subject_type: type,
    } = client;
    uris.forEach((uri, n) => {
      const flaw = redirectUriFlaw(uri);
      if (flaw !== undefined)
        report({
          rule: 'client',
          pointer: `${pointer}/post_logout_redirect_uris/${n}`,
          message: `"${uri}" cannot be a post_logout_redirect_uri: ${flaw}`,
        });
    });
    if (front !== undefined && !/^https?:\/\/[^#]+$/.test(front))
      report({
        rule: 'client',
        pointer: `${pointer}/frontchannel_logout_uri`,
        message: `no frame can load "${front}"`,
        suggestion: 'write an http or https URL without a fragment',
      });
    if (back !== undefined && !/^https?:\/\/[^#]+$/.test(back))
      report({
        rule: 'client',
        pointer: `${pointer}/backchannel_logout_uri`,
        message: `"${back}" cannot be posted to`,
        suggestion: 'write an http or https URL without a fragment',
      });
    if (type !== undefined && !types.includes(type))
      report({
        rule: 'client',
        pointer: `${pointer}/subject_type`,
        message: `no credential names people to client "${id}" by ${type} subjects`,
        suggestion: `add ${type} to subject_types of an id_token`,
      });
    const unread = (field: string, what: string, action: string): void =>
      report({
        level: 'warning',
        rule: 'unread-seed',
        pointer: `${pointer}/${field}`,
        message: `nothing reads ${what} of client "${id}"`,
        suggestion: `add an operation with x-action: { type: ${action}, … }, or take it away`,
      });
    if (!logsOut && uris.length > 0)
      unread('post_logout_redirect_uris', 'the post-logout redirect URIs', 'end_session');
    if (!logsOut && front !== undefined) unread('frontchannel_logout_uri', 'the front-channel URI', 'end_session');
    if (!logsOut && back !== undefined) unread('backchannel_logout_uri', 'the back-channel URI', 'end_session');
    if (client.userinfo_signed_response_alg !== undefined && placesOf(document, 'userinfo').length === 0)
      unread('userinfo_signed_response_alg', 'how UserInfo is signed', 'userinfo');
  });
}
