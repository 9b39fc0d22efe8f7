import type { AdminErrorCode } from '@cch/contracts/error-codes';
import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, problemType } from './problem-catalogue';
import { Problem } from './problem.dto';

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly status?: 200 | 201 | 204;
  readonly answer?: Type<unknown>;
  /** Codes beyond those that every operation may answer with; see `REFUSALS`. */
  readonly refuses?: readonly AdminErrorCode[];
}

const ALWAYS: readonly AdminErrorCode[] = ['too_many_requests', 'internal_error', 'dependency_unavailable'];

const BODY = ['validation_failed', 'invalid_json', 'body_too_large', 'unsupported_content_type'] as const;
const ACCESS = ['not_authenticated', 'not_allowed'] as const;
const CHANGE = [...ACCESS, 'cross_site_request'] as const;

/** The codes of each kind of operation. */
export const REFUSALS = {
  public: BODY,
  plain: ACCESS,
  list: ['validation_failed', 'invalid_cursor', ...ACCESS],
  read: ['not_found', ...ACCESS],
  create: [...BODY, 'name_taken', ...CHANGE],
  change: [...BODY, 'not_found', 'name_taken', ...CHANGE],
  act: ['not_found', ...CHANGE],
} as const satisfies Record<string, readonly AdminErrorCode[]>;

/** Describes an operation and all its answers for the OpenAPI document; its id is the method's name. */
export function Operation(options: Operation): MethodDecorator {
  const { summary, description, status = 200, answer, refuses = [] } = options;
  return applyDecorators(
    ApiOperation({ summary, description }),
    HttpCode(status),
    ApiResponse({
      status,
      description: DONE[status],
      type: answer,
      headers: status === 201 ? LOCATION : undefined,
    }),
    ApiExtraModels(Problem),
    ...problemResponses([...refuses, ...ALWAYS]),
  );
}

const DONE = { 200: 'Done', 201: 'Created', 204: 'Done; there is no body' } as const;

const LOCATION = {
  Location: { description: 'Path of the new resource', schema: { type: 'string' } },
} as const;

function problemResponses(codes: readonly AdminErrorCode[]): MethodDecorator[] {
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code].status);
  return [...byStatus].map(([status, sharing]) =>
    ApiResponse({
      status,
      description: sharing.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(Problem) },
          examples: Object.fromEntries(sharing.map((code) => [code, { value: example(code) }])),
        },
      },
    }),
  );
}

function example(code: AdminErrorCode): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: problemType(code),
    title,
    status,
    detail: `${title}.`,
    code,
    errors: [],
    requestId: '0199f1c2-7d3a-7c11-9d5e-2f6a8b4c1d90',
  };
}
