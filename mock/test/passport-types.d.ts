/** As much of `passport` and `passport-oauth2` as the tests use; the packages carry no types. */
declare module 'passport' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

  export class Passport {
    use(strategy: object): this;
    authenticate(name: string, options: Readonly<Record<string, unknown>>): Handler;
  }
}

declare module 'passport-oauth2' {
  export interface Options {
    readonly authorizationURL: string;
    readonly tokenURL: string;
    readonly clientID: string;
    readonly clientSecret: string;
    readonly callbackURL: string;
    readonly scope: string;
    readonly pkce?: boolean;
    readonly state: boolean;
  }

  export default class OAuth2Strategy {
    constructor(
      options: Options,
      verify: (
        accessToken: string,
        refreshToken: string | undefined,
        params: Readonly<Record<string, unknown>>,
        profile: object,
        done: (error: Error | null, user?: object) => void,
      ) => void,
    );
    /** Reads who it is. */
    userProfile: (accessToken: string, done: (error: Error | null, profile?: object) => void) => void;
    readonly _oauth2: {
      useAuthorizationHeaderforGET(use: boolean): void;
      get(url: string, accessToken: string, done: (error: unknown, body?: string) => void): void;
    };
  }
}
