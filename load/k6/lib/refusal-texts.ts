/** The explanation in a refusal: short error codes and messages, without secrets. */
import type { RefinedResponse } from 'k6/http';
import type { PlaceholderValues } from './fill-placeholders.ts';
import { isObject, parse } from './read-json.ts';

const TELLING = /code|error|key|message|detail|title|reason/i;
const LONGEST = 120;
const SHORTEST_SECRET = 6;
const DEEPEST = 3;

function words(value: unknown, level = 0): string[] {
  if (!isObject(value) || level > DEEPEST) return [];
  return Object.entries(value).flatMap(([name, child]) =>
    typeof child === 'string' && TELLING.test(name) && child.length <= LONGEST ? [child] : words(child, level + 1),
  );
}

export function refusalText({ body, headers }: RefinedResponse<'text'>, placeholders: PlaceholderValues): string {
  const challenge = /error="([^"]*)"/.exec(headers['Www-Authenticate'] ?? '')?.[1];
  const shown = [...new Set([...(challenge === undefined ? [] : [challenge]), ...words(parse(body))])]
    .slice(0, 3)
    .join(': ');
  const secrets = [
    ...Object.values(placeholders),
    ...Object.keys(__ENV)
      .filter((name) => name.startsWith('TOLLGATE_'))
      .map((name) => __ENV[name]!),
  ];
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '[redacted]'), shown)
    .replaceAll(/[\w-]{40,}/g, '[redacted]');
}
