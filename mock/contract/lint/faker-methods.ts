/** The faker methods that a contract may name by `x-faker`. */
import { faker } from '@faker-js/faker/locale/en';

/** Every method an `x-faker` can name: `company.name`, `person.firstName` … */
export function fakerMethods(): readonly string[] {
  return Object.entries(faker).flatMap(([module, methods]: [string, unknown]) =>
    typeof methods === 'object' && methods !== null && !module.startsWith('_')
      ? callable(methods).map((method) => `${module}.${method}`)
      : [],
  );
}

/** Faker binds its methods to each module's object; what its classes inherit stands on their prototypes. */
function callable(methods: object): readonly string[] {
  const names = new Set<string>();
  for (
    let level: object | null = methods;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  return [...names].filter(
    (name) =>
      name !== 'constructor' &&
      !name.startsWith('_') &&
      typeof (methods as Record<string, unknown>)[name] === 'function',
  );
}
