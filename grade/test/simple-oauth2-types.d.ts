/** As much of `simple-oauth2` as the tests use; the package carries no types. */
declare module 'simple-oauth2' {
  interface Token {
    readonly token: Readonly<Record<string, unknown>>;
    refresh(): Promise<Token>;
    revokeAll(http: { readonly json: boolean }): Promise<void>;
  }

  class AuthorizationCode {
    constructor(config: {
      readonly client: { readonly id: string; readonly secret: string };
      readonly auth: Readonly<Record<'tokenHost' | 'authorizePath' | 'tokenPath' | 'revokePath', string>>;
      readonly options: { readonly authorizationMethod: 'body' | 'header' };
    });
    authorizeURL(parameters: Readonly<Record<string, string>>): string;
    getToken(parameters: Readonly<Record<string, string>>): Promise<Token>;
  }

  const library: { readonly AuthorizationCode: typeof AuthorizationCode };
  export default library;
}
