import { mcp } from '#app/_server/mcp/door.ts';

/** Streamable HTTP for assistants; GET and DELETE are answered by the protocol's own rules. */
export { mcp as GET, mcp as POST, mcp as DELETE };
