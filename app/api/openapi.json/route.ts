import { openApiDocument } from '#app/_server/openapi.ts';

export function GET(): Response {
  return Response.json(openApiDocument());
}
