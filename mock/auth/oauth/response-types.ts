/**
 * What the answer of an authorization endpoint holds, and how it goes back.
 *
 * @see RFC 6749 §3.1.1; OAuth 2.0 Multiple Response Types §2.1, §3, §5; OAuth 2.0 Form Post Response Mode §2
 */
import type { AuthorizeAction, ResponseType } from '../../../specs/generated/vocabulary.ts';
import type { Settings } from '../../sandboxes/sandbox.ts';

export type ResponseMode = NonNullable<AuthorizeAction['response_modes']>[number];

/** As they are registered. */
const REGISTERED: readonly ResponseType[] = [
  'code',
  'token',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
];

const sorted = (type: string): string => type.split(' ').sort().join(' ');

const BY_WORDS: ReadonlyMap<string, ResponseType> = new Map(REGISTERED.map((type) => [sorted(type), type]));

/** The registered type of these words, whose order does not matter; undefined where there is none. */
export const responseType = (text: string | undefined): ResponseType | undefined =>
  text === undefined ? undefined : BY_WORDS.get(sorted(text));

export const holds = (type: ResponseType, part: 'code' | 'token' | 'id_token'): boolean =>
  type.split(' ').includes(part);

/** Those of an authorization endpoint. */
export const typesOf = ({ response_types: types = ['code'] }: AuthorizeAction): readonly ResponseType[] => types;

/** Those that it gives while the setting is as it is. */
export const typesInForce = (
  { hardened }: Pick<Settings, 'hardened'>,
  action: AuthorizeAction,
): readonly ResponseType[] => (hardened ? action.hardened?.response_types : undefined) ?? typesOf(action);

/** Whether an endpoint gives anything that must not stand in a query. */
export const isFrontChannel = (action: AuthorizeAction): boolean => typesOf(action).some((type) => type !== 'code');

/** How answers go back, as the metadata tell it. */
export const modesOf = (action: AuthorizeAction): readonly ResponseMode[] =>
  action.response_modes ?? (isFrontChannel(action) ? ['query', 'fragment'] : ['query']);
