/** Origin allow-lists: hosts are compared, whatever the scheme, port or letters' case. */

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin.includes('://') ? origin : `http://${origin}`).hostname;
  } catch {
    return undefined;
  }
}

/**
 * @param allowed `example.com` that host, `.example.com` its subdomains (`www` among them), `*` any
 * @param origin an `Origin` header, or a bare host
 */
export function originAllowed(allowed: readonly string[], origin: string): boolean {
  if (allowed.includes('*')) return true;
  const host = hostOf(origin);
  if (host === undefined) return false;
  return allowed.some((entry) =>
    entry.startsWith('.') ? host.endsWith(entry.toLowerCase()) && host.length > entry.length : host === hostOf(entry),
  );
}
