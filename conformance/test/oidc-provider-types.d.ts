/** As much of `oidc-provider` as the tests use; the package carries no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface Prompt {
    readonly checks: { remove(name: string): void };
  }

  export const interactionPolicy: { base(): { get(name: string): Prompt } };

  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): RequestListener;
  }
}
