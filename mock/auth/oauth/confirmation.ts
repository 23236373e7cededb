/** Keys that a token is bound to, as the claim `cnf` tells them (RFC 7800 §3.1). */
export type Confirmation = {
  /** Thumbprint of the key that DPoP proofs are made with. */
  readonly jkt?: string;
  /** Thumbprint of the certificate that the client connects with (RFC 8705 §3.1). */
  readonly 'x5t#S256'?: string;
};
