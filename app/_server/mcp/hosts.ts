import { validateHostHeader } from '@modelcontextprotocol/server';
import type { Settings } from '#lib/config.ts';

/** Names this server answers to: loopback and the public address. Anything else could be a rebound DNS name. */
export function allowedHostnames({ publicUrl }: Pick<Settings, 'publicUrl'>): string[] {
  return [...new Set(['localhost', '127.0.0.1', '[::1]', new URL(publicUrl).hostname])];
}

export function hasAllowedHost(request: Request, settings: Pick<Settings, 'publicUrl'>): boolean {
  return validateHostHeader(request.headers.get('host'), allowedHostnames(settings)).ok;
}
