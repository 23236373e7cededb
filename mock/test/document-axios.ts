/**
 * What the JavaScript samples that use axios do with it, call by call: interceptors, forms, a request that is sent
 * again after a 401.
 */
import axios from 'axios';
import type { AxiosInstance, InternalAxiosRequestConfig } from 'axios';

export interface Service {
  readonly base: string;
  readonly tokenPath: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly headers: Readonly<Record<string, string>>;
}

const FORM = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };

/** axios keeps what it does not know on the configuration of a request. */
type Again = InternalAxiosRequestConfig & { _retry?: boolean };

export interface AxiosService {
  readonly client: AxiosInstance;
  /** Puts another token in the place of the one it has. */
  spoil(): void;
  readonly fetched: () => number;
}

/** A token goes on each request; a 401 drops it and sends the request again, once. */
export function axiosService({ base, tokenPath, clientId, clientSecret, scope, headers }: Service): AxiosService {
  let token = '';
  let renewAt = 0;
  let fetched = 0;
  const valid = async (): Promise<string> => {
    if (token === '' || Date.now() >= renewAt) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope,
      });
      const { data } = await axios.post<{ access_token: string; expires_in: number }>(base + tokenPath, form, FORM);
      token = data.access_token;
      renewAt = Date.now() + data.expires_in * 1000 - 60_000;
      fetched += 1;
    }
    return token;
  };
  const client = axios.create({ baseURL: base, timeout: 30_000, headers });
  client.interceptors.request.use(async (config) => {
    config.headers['Authorization'] = `Bearer ${await valid()}`;
    return config;
  });
  client.interceptors.response.use(
    (response) => response,
    async (error: unknown) => {
      const config: Again | undefined =
        axios.isAxiosError(error) && error.response?.status === 401 ? error.config : undefined;
      if (config === undefined || config._retry === true) throw error;
      config._retry = true;
      token = '';
      return client(config);
    },
  );
  return { client, spoil: () => (token = 'no-token-of-this-server'), fetched: () => fetched };
}

/** A form, as the samples post it. */
export const axiosForm = async <T>(url: string, fields: Readonly<Record<string, string>>): Promise<T> =>
  (await axios.post<T>(url, new URLSearchParams(fields), FORM)).data;

/** A JSON body with an API key. */
export const axiosJson = async <T>(url: string, body: object, apiKey: string): Promise<T> =>
  (await axios.post<T>(url, body, { headers: { 'api-key': apiKey, 'Content-Type': 'application/json' } })).data;
