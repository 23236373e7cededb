/** What goes wrong with the resource servers that a token is for (RFC 8707). */
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import type { RefusalNote } from '../../journal/journal.ts';
import { byRule } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint } from '../words.ts';

/** An authorization request tells it by redirect, which the journal shows as a request that is wrong. */
const TARGET: readonly Failure[] = ['invalid_target', 'invalid_request'];

const named = ({ got }: RefusalNote): string => (got === undefined || got === 'invalid_target' ? '' : `: ${got}`);

const choices = ({ expected }: RefusalNote): ReturnType<typeof hint>[] =>
  expected === undefined ? [] : [hint('Name one of these:', expected)];

/** A redirect's rule is a sentence: it begins with a capital, and may end with a full stop. */
export const TARGETS: readonly Mistake[] = [
  byRule(
    'resource-no-uri',
    'named a resource server by something else than a URI',
    TARGET,
    /an absolute URI/i,
    (_, note) => ({
      finding: `resource takes an absolute URI without a fragment, and the request has something else${named(note)}.`,
      next: [hint('Write:', 'resource=https://…'), hint('It may come more than once, for several resource servers.')],
    }),
  ),
  byRule(
    'resource-unknown',
    'asked for a token for a resource server that there is not',
    TARGET,
    /tokens are given out for/i,
    (_, note) => ({
      finding: `No token is given out for the resource server that the request names${named(note)}.`,
      next: [...choices(note), hint('A contract says which there are in resources/others of its token credential.')],
    }),
  ),
  byRule(
    'resource-widened',
    'asked for a token for more resource servers than were authorized',
    TARGET,
    /its authorization was not for$/,
    (_, note) => ({
      finding: `The code, device code or refresh token was given for other resource servers than the request names${named(note)}.`,
      next: [
        ...choices(note),
        hint('Name every resource server in the authorization request; a token request may leave some of them out.'),
      ],
    }),
  ),
  byRule(
    'token-for-another-api',
    'sent a token that is for another API',
    ['invalid_token'],
    /^the token must be for this API$/,
    (_, { got = '', expected = '' }) => ({
      finding: `The token is good, but not here: it is ${got}.`,
      next: [hint('Get one for this API: leave resource and audience out, or name it:', expected)],
    }),
  ),
];
