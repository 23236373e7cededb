/** Makes values with faker, which is loaded when the first record is wanted: nobody else pays for it. */
import type { Faker } from '@faker-js/faker';
import type { Schema } from '../contract/openapi-document.ts';
import { isoSeconds } from '../state/clock.ts';
import { seedBytes } from '../state/ids.ts';

/** The day on which the seeded world was made: dates in it do not move with the clock. */
export const SEEDED_ON = '2025-01-01T00:00:00Z';

let shared: Promise<Faker> | undefined;

/** An instance of our own: seeding it must not disturb anyone else who uses faker in this process. */
export function loadFaker(): Promise<Faker> {
  shared ??= import('@faker-js/faker/locale/en').then(({ faker }) => {
    const own = new (faker.constructor as typeof Faker)({ locale: faker.rawDefinitions });
    own.setDefaultRefDate(SEEDED_ON);
    return own;
  });
  return shared;
}

/** Starts the sequence that belongs to a text. */
export function seedFaker(faker: Faker, text: string): void {
  const bytes = seedBytes(text);
  faker.seed(Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(i * 4)));
}

type Modules = Readonly<Record<string, Readonly<Record<string, (options?: object) => unknown>> | undefined>>;

/** What a faker method makes, as the JSON value that the schema wants. @throws Error if there is no such method */
export function callFaker(faker: Faker, path: string, schema: Schema): unknown {
  const [module, method] = path.split('.') as [string, string];
  const make = (faker as unknown as Modules)[module]?.[method];
  if (!make) throw new Error(`x-faker: ${path}: faker has no such method`);
  const types = [schema.type].flat().filter((type) => type !== 'null');
  const integer = types.includes('integer');
  const numeric = integer || types.includes('number');
  const bounds = {
    ...(schema.minimum === undefined ? {} : { min: schema.minimum }),
    ...(schema.maximum === undefined ? {} : { max: schema.maximum }),
  };
  const made = numeric && Object.keys(bounds).length > 0 ? make(bounds) : make();
  if (made instanceof Date) {
    if (numeric) return Math.floor(made.getTime() / 1000);
    const text = isoSeconds(made.getTime());
    return schema.format === 'date' ? text.slice(0, 10) : text;
  }
  if (numeric) return integer ? Math.round(Number(made)) : Number(made);
  return types.includes('string') ? String(made) : made;
}

// faker knows no classes such as \d, and takes anchors for characters
const CLASSES: readonly (readonly [string, string])[] = [
  ['\\d', '[0-9]'],
  ['\\w', '[A-Za-z0-9_]'],
  ['\\S', '[A-Za-z0-9]'],
];

/** A text that fits a pattern, if it is simple enough for faker. */
export function fitting(faker: Faker, pattern: string): string | undefined {
  let simple = pattern.replace(/^\^/, '').replace(/\$$/, '');
  for (const [name, set] of CLASSES) simple = simple.replaceAll(name, set);
  const fits = new RegExp(pattern, 'u');
  for (let tries = 0; tries < 10; tries++) {
    const text = faker.helpers.fromRegExp(simple);
    if (fits.test(text)) return text;
  }
  return undefined;
}
