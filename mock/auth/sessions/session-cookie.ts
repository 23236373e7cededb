/** Cookies that the sandbox gives a browser: for the contract's own paths, and out of reach of scripts. */
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import type { Call } from '../../request/call.ts';

/** The cookie that carries a session; undefined where no security scheme takes it from one. */
export const sessionCookie = ({ methods }: CompiledContract, session: string): string | undefined =>
  methods.flatMap((method) => (method.credential === session ? method.parts : [])).find((part) => part.in === 'cookie')
    ?.name;

/** The value of a `Set-Cookie` header. A link in a message is followed from elsewhere, which `Lax` lets in. */
export const setCookie = ({ mount, request }: Pick<Call, 'mount' | 'request'>, name: string, value: string): string =>
  `${name}=${value}; Path=${mount === '' ? '/' : mount}; HttpOnly; SameSite=Lax${request.origin.startsWith('https:') ? '; Secure' : ''}`;
