/** A request as its parts, before it is sent. */
/** A request under construction; every part may be overridden before it is sent. */
export interface RequestParts {
  readonly method: string;
  /** Path of the contract with parameters filled in: `/v2/contacts/11e9…`. */
  readonly path: string;
  /** In order; a name may come twice. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  /** How the body's fields are read and written, where it is a form. */
  readonly form?: FormFields | undefined;
  /** What the connection is made with: none for null, and for undefined what the driver knows of. */
  readonly certificate?: ClientCertificate | null | undefined;
  /** The whole URL is the request's target, as proxies are sent it (RFC 9112 §3.2.2). */
  readonly absolute?: true | undefined;
}

/** A client's certificate and its private key, both in PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface FormFields {
  read(body: string): Readonly<Record<string, unknown>>;
  write(fields: Readonly<Record<string, unknown>>): string;
}
