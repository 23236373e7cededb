/** As much of Bruno's own reader of its files as the tests use; the package carries no types. */
declare module '@usebruno/lang' {
  /** A request (`*.bru`). @throws for what Bruno cannot read */
  export const bruToJsonV2: (text: string) => {
    readonly meta: { readonly name: string; readonly type: string; readonly seq: string };
    readonly http: { readonly method: string; readonly url: string; readonly body: string; readonly auth: string };
    readonly headers?: readonly { readonly name: string; readonly value: string; readonly enabled: boolean }[];
    readonly auth?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  /** An environment (`environments/*.bru`). */
  export const bruToEnvJsonV2: (text: string) => {
    readonly variables: readonly { readonly name: string; readonly value: string; readonly enabled: boolean }[];
  };
}
