/** What the files of a certificate and its key are called: where they are written, and where curl is told of them. */
const plain = (id: string): string => id.replaceAll(/[^\w.-]+/g, '_').replace(/^\.+/, '_');

export const certificateFiles = (id: string): { readonly cert: string; readonly key: string } => ({
  cert: `${plain(id)}.pem`,
  key: `${plain(id)}.key`,
});

/** Arguments of curl that connect with them. */
export function certificateArguments(id: string): readonly string[] {
  const { cert, key } = certificateFiles(id);
  return ['--cert', cert, '--key', key];
}
