import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { invalidFields } from './admin-error';
import { fieldErrors } from './field-errors';

/** Checks every body and query against its DTO; unknown fields are refused. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    // Values and targets stay on the errors, because the checks look at them again; they go no further.
    validationError: { target: true, value: true },
    exceptionFactory: (errors: ValidationError[]) => invalidFields(fieldErrors(errors)),
  });
}
