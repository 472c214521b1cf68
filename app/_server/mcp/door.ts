import { createMcpHandler, originValidationResponse } from '@modelcontextprotocol/server';
import { authenticateToken } from '#lib/accounts/authenticate-token.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { logTrouble } from '../log-trouble.ts';
import { answerProblem, problemOf } from '../problem.ts';
import { runtime } from '../runtime.ts';
import { allowedHostnames, hasAllowedHost } from './hosts.ts';
import { mcpServerFor } from './server.ts';

const bodyBytesMax = 1024 * 1024;

/**
 * The door for assistants: stateless Streamable HTTP for 2026-07-28 and 2025-era clients. A bearer token is the only way in (no
 * cookie), Host and Origin must be ours, and each request gets a server that can do what its token may.
 */
export async function mcp(request: Request): Promise<Response> {
  const correlationId = crypto.randomUUID();
  try {
    const world = await runtime();
    if (!hasAllowedHost(request, world.settings)) return forbiddenHost(correlationId);
    const foreign = originValidationResponse(request, allowedHostnames(world.settings));
    if (foreign) return foreign;
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const actor = bearer === undefined ? null : await authenticateToken(world, bearer);
    if (!actor) throw new Refused(refusal('not_signed_in', 'A valid token is needed here.', { lift: 'Ask an admin for a token.' }));
    const handler = createMcpHandler(() => mcpServerFor(world, actor, correlationId), { maxRequestBodySize: bodyBytesMax });
    return await handler.fetch(request);
  } catch (error) {
    logTrouble(error, { correlationId, method: 'MCP', path: new URL(request.url).pathname });
    return answerProblem(problemOf(error, correlationId));
  }
}

function forbiddenHost(correlationId: string): Response {
  return answerProblem(problemOf(new Refused(refusal('origin_not_allowed', 'This host name is not one this server answers to.', { lift: 'Set NEXTAUTH_URL to the address in use.' })), correlationId));
}
