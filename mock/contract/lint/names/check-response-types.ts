/** Whether what authorization endpoints give by redirect can be given so, and whether clients ask for no more. */
import type { AuthorizeAction } from '../../../../specs/generated/vocabulary.ts';
import type { Document } from '../../openapi-document.ts';
import { operationsOf } from './walk-document.ts';
import type { Report } from './walk-document.ts';

/** A token in an address cannot be refused for a quota, or be bound to a key; an ID token is about somebody who signed in. */
function checkTypes(document: Document, action: AuthorizeAction, at: string, report: Report): void {
  const { credential: name, response_types: types = ['code'], response_modes: modes } = action;
  const credential = document['x-credentials']?.[name];
  if (credential?.kind !== 'token') return;
  const problem = (pointer: string, message: string, suggestion: string): void =>
    report({ rule: 'action', pointer, message, suggestion });
  const wants =
    credential.max_live !== undefined
      ? 'has max_live'
      : credential.dpop?.required === true
        ? 'wants a proof'
        : credential.certificate_bound === 'required'
          ? 'wants a certificate'
          : undefined;
  types.forEach((type, i) => {
    const words = type.split(' ');
    if (words.includes('token') && wants !== undefined)
      problem(
        `${at}/response_types/${i}`,
        `response type ${type} gives ${name} by redirect, and ${name} ${wants}, which only a token endpoint can tell`,
        `take ${type} away, or give it a token credential of its own`,
      );
    if (words.includes('id_token') && (credential.id_token === undefined || action.login_session === undefined))
      problem(
        `${at}/response_types/${i}`,
        `response type ${type} gives an ID token, and ${credential.id_token === undefined ? `${name} has no id_token` : 'nobody signs in here'}`,
        credential.id_token === undefined ? `add id_token to ${name}` : 'give the action a login_session',
      );
  });
  checkHardened(action, at, problem, report);
  const defaults = [
    ...(types.includes('code') ? (['query'] as const) : []),
    ...(types.some((type) => type !== 'code') ? (['fragment'] as const) : []),
  ];
  const lost = modes === undefined ? undefined : defaults.find((mode) => !modes.includes(mode));
  if (lost !== undefined)
    problem(
      `${at}/response_modes`,
      `response_modes has no ${lost}, by which answers go back where the request says nothing`,
      `add ${lost}`,
    );
}

const givesToken = (type: string): boolean => type.split(' ').includes('token');

/** What is left while the setting `hardened` is on: some of what there is, and by RFC 9700 §2.1.2 no access tokens. */
function checkHardened(
  { response_types: types = ['code'], hardened }: AuthorizeAction,
  at: string,
  problem: (pointer: string, message: string, suggestion: string) => void,
  report: Report,
): void {
  const left = hardened?.response_types;
  left?.forEach((type, i) => {
    if (!types.includes(type))
      problem(
        `${at}/hardened/response_types/${i}`,
        `response type ${type} is left while hardened, and response_types has no such`,
        `add ${type} to response_types, or take it away`,
      );
  });
  const tokens = (left ?? types).filter(givesToken);
  if (tokens.length > 0)
    report({
      level: hardened === undefined ? 'note' : 'warning',
      rule: 'hardened',
      pointer: hardened === undefined ? `${at}/response_types` : `${at}/hardened`,
      message: `while the setting hardened is on, access tokens are still given in redirects: ${tokens.join(', ')} (RFC 9700 §2.1.2)`,
      suggestion: 'say what is left then, as hardened: { response_types: [code] }',
    });
}

/** A form that posts on is a page. */
function checkFormPost(document: Document, report: Report): void {
  const all = operationsOf(document);
  const posts = all.some(({ operation: { 'x-action': action } }) =>
    action?.type === 'authorize' ? action.response_modes?.includes('form_post') === true : false,
  );
  if (!posts) return;
  for (const { operation, pointer } of all)
    if (['authorize', 'authorize.decide'].includes(operation['x-action']?.type ?? '') && !operation.responses?.['200'])
      report({
        rule: 'action',
        pointer: `${pointer}/responses`,
        message: 'there is no answer with status 200, with which response_mode form_post goes back',
        suggestion: 'declare a response 200 with text/html, or take form_post away',
      });
}

/** What clients registered that no authorization endpoint gives, or that their grants do not allow. */
function checkClients(document: Document, given: readonly string[], report: Report): void {
  (document['x-seed']?.clients ?? []).forEach(({ client_id: id, grants, response_types: types = [] }, i) => {
    types.forEach((type, n) => {
      const pointer = `#/x-seed/clients/${i}/response_types/${n}`;
      if (!given.includes(type))
        report({
          rule: 'client',
          pointer,
          message: `no authorization endpoint gives the response type ${type} of client "${id}"`,
          suggestion: `add ${type} to response_types of an action of type authorize, or take it away`,
        });
      else if (type.split(' ').includes('code') && !grants.includes('authorization_code'))
        report({
          rule: 'client',
          pointer,
          message: `client "${id}" may ask for ${type}, and not redeem the code`,
          suggestion: 'add authorization_code to its grants',
        });
    });
  });
}

export function checkResponseTypes(document: Document, report: Report): void {
  const given = operationsOf(document).flatMap(({ operation, pointer }): readonly string[] => {
    const action = operation['x-action'];
    if (action?.type !== 'authorize') return [];
    checkTypes(document, action, `${pointer}/x-action`, report);
    return action.response_types ?? ['code'];
  });
  checkFormPost(document, report);
  checkClients(document, given, report);
}
