// Generated from openapi.json by `npm run api-client`.
export interface paths {
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log a browser in
         * @description Sets an HttpOnly, SameSite=Strict cookie. It ends after 7 days without use, after 30 days at the latest, and when ADMIN_TOKEN changes. Ten tries a minute per address.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List logins
         * @description Newest first.
         */
        get: operations["listLogins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a login */
        delete: operations["deleteLogin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log the browser out */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is calling */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a key */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * Delete a key
         * @description The key is refused from now on. The log keeps its name.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        /** Change a key */
        patch: operations["updateKey"];
        trace?: never;
    };
    "/api/v1/keys/{id}/limit-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a key stands with its limits
         * @description All kinds of limits; money without a limit shows what was spent. Those of its user are not among them.
         */
        get: operations["getKeyLimitUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/limits/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the limits of a key begin anew
         * @description Spend of before counts no more, within a second in all gateways. Requests of the last minute, active sessions and what is reserved for requests under way still count. Those of its user stay.
         */
        post: operations["resetKeyLimits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key a new secret
         * @description The old secret is refused from now on. The answer holds the new one, this once.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/limit-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how many users, keys or providers stand with their limits
         * @description For the rows of a list. Only limits that there are.
         */
        get: operations["listLimitUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the prices that hold */
        get: operations["listModelPrices"];
        put?: never;
        /**
         * Set the price of a model by hand
         * @description Takes the place of a price that came with the hub or from a table. One that was set by hand is not replaced (`name_taken`).
         */
        post: operations["createModelPrice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices/missing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the models that were served without a price */
        get: operations["listMissingPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch a price table and take it over
         * @description Prices of models that it does not mention stay.
         */
        post: operations["syncPrices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices/sync/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch a price table and say what it would change */
        post: operations["previewPriceSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an uploaded price table over
         * @description Prices of models that it does not mention stay.
         */
        post: operations["uploadPrices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices/upload/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what an uploaded price table would change */
        post: operations["previewPriceUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the price of a model
         * @description Of exactly this name: requests also find prices under similar names.
         */
        get: operations["getModelPrice"];
        /** Set the price of a model by hand, whatever it was before */
        put: operations["replaceModelPrice"];
        post?: never;
        /**
         * Delete the price of a model
         * @description Further requests to it have no price. The versions stay, for what was billed by them.
         */
        delete: operations["deleteModelPrice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model-prices/{model}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all versions of a price, the newest first
         * @description Also of a price that was deleted.
         */
        get: operations["listPriceHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List provider groups */
        get: operations["listProviderGroups"];
        put?: never;
        /** Create a provider group */
        post: operations["createProviderGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/provider-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a provider group */
        get: operations["getProviderGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a provider group
         * @description Refused while anything refers to it (`in_use`), and for `default` (`conflict`).
         */
        delete: operations["deleteProviderGroup"];
        options?: never;
        head?: never;
        /**
         * Change a provider group
         * @description A new name replaces the old one in all users, keys and providers. `default` keeps its name (`conflict`).
         */
        patch: operations["updateProviderGroup"];
        trace?: never;
    };
    "/api/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List providers */
        get: operations["listProviders"];
        put?: never;
        /** Create a provider */
        post: operations["createProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/circuits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the circuit breakers of all providers */
        get: operations["listProviderCircuits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulate the choice of a provider
         * @description Says who would serve a request of a new session with the current configuration and state, with which chance, and why the others would not. Nothing is sent anywhere.
         */
        post: operations["simulateChoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a provider that is not saved
         * @description Sends a small real request, which costs what it costs, the way a client’s would go: through the proxy, with headers, redirects and overrides. A provider that fails is a result, not an error. Circuit breaker and usage log do not learn of it. It ends when the connection closes.
         */
        post: operations["testDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a provider */
        get: operations["getProvider"];
        put?: never;
        post?: never;
        /**
         * Delete a provider
         * @description No further request goes there; running ones end normally. The log keeps the name.
         */
        delete: operations["deleteProvider"];
        options?: never;
        head?: never;
        /** Change a provider */
        patch: operations["updateProvider"];
        trace?: never;
    };
    "/api/v1/providers/{id}/circuit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the circuit breaker of a provider */
        get: operations["getProviderCircuit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{id}/circuit/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open the circuit breaker of a provider by hand
         * @description No request goes there for the provider’s open duration, which begins anew if it is open already. In force in all gateways at once. Refused while the breaker is switched off (`conflict`).
         */
        post: operations["openProviderCircuit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{id}/circuit/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the circuit breaker of a provider
         * @description It is closed and has counted no failure. In force in all gateways at once.
         */
        post: operations["resetProviderCircuit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{id}/limit-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a provider stands with its limits
         * @description All kinds of limits; money without a limit shows what was spent.
         */
        get: operations["getProviderLimitUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{id}/limits/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the limits of a provider begin anew
         * @description Spend of before counts no more, within a second in all gateways. Requests of the last minute, active sessions and what is reserved for requests under way still count.
         */
        post: operations["resetProviderLimits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a provider
         * @description Sends a small real request, which costs what it costs, the way a client’s would go: through the proxy, with headers, redirects and overrides. A provider that fails is a result, not an error. Circuit breaker and usage log do not learn of it. It ends when the connection closes.
         */
        post: operations["testProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rate-limit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the requests that limits have refused
         * @description Providers at a limit are passed over, which is no refusal: the usage log tells it.
         */
        get: operations["listRateLimitEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rate-limit-events/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the requests that limits have refused */
        get: operations["summarizeRateLimitEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings in force
         * @description `sources` says of each where its value comes from.
         */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change settings
         * @description In force in all processes within a second. What is absent stays, also within `limitOutage`; null sets a value back to its default.
         */
        patch: operations["updateSettings"];
        trace?: never;
    };
    "/api/v1/system/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the console needs to know */
        get: operations["getSystemInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List requests
         * @description One entry per request that reached the hub with a known key.
         */
        get: operations["listUsageLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage-logs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a request */
        get: operations["getUsageLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["listUsers"];
        put?: never;
        /** Create a user */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete a user
         * @description Ends all keys of the user. The log keeps the name.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Change a user */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/limit-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a user stands with its limits
         * @description All kinds of limits; money without a limit shows what was spent.
         */
        get: operations["getUserLimitUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/limits/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let the limits of a user begin anew
         * @description Spend of before counts no more, within a second in all gateways. Requests of the last minute, active sessions and what is reserved for requests under way still count. Holds for the limits of the user’s keys as well.
         */
        post: operations["resetUserLimits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the keys of a user */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create a key for a user
         * @description The answer holds the whole secret, this once.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive
         * @description Waits for nothing: the dependencies are as the last look at them found them.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * May requests be sent here
         * @description Answers within a second or so.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        AdminErrorCode: "validation_failed" | "invalid_json" | "unsupported_content_type" | "body_too_large" | "not_authenticated" | "invalid_credentials" | "not_allowed" | "cross_site_request" | "not_found" | "method_not_allowed" | "conflict" | "name_taken" | "in_use" | "invalid_cursor" | "too_many_requests" | "dependency_unavailable" | "price_source_failed" | "internal_error";
        AttemptDecisionView: {
            /** @description Milliseconds */
            durationMs: number;
            errorCode?: string;
            failure?: components["schemas"]["FailureView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "attempt";
            /** @description Model sent upstream, where a redirect changed it */
            model?: string;
            /** @description 1 for the first */
            number: number;
            outcome: components["schemas"]["AttemptOutcome"];
            providerId: number;
            /** @description Also of deleted providers */
            providerName: string | null;
            /** @description Left out when straight */
            route?: components["schemas"]["EgressRoute"];
            /** @description Milliseconds from the arrival of the request to the beginning of the attempt */
            startedMs: number;
            statusCode?: number;
            /** @description Milliseconds to the first byte of the upstream’s body */
            ttfbMs?: number;
            /** @description Milliseconds of these waited on purpose right before it */
            waitedMs?: number;
        };
        /** @enum {string} */
        AttemptOutcome: "answered" | "failed" | "broken" | "abandoned";
        /** @enum {string} */
        BilledModel: "original" | "redirected";
        /** @enum {string} */
        Blame: "caller" | "provider" | "network";
        /** @enum {string} */
        BucketSize: "hour" | "day";
        CandidateChanceView: {
            /** @description 0 to 1 */
            probability: number;
            providerId: number;
            /** @description Also of deleted providers */
            providerName: string | null;
        };
        /** @enum {string} */
        CircuitCause: "failures" | "trial_failed" | "trials_succeeded" | "time_passed" | "probe_succeeded" | "opened_by_hand" | "reset_by_hand";
        CircuitEventView: {
            /** Format: date-time */
            at: string;
            cause: components["schemas"]["CircuitCause"];
            /** @description Of the failure that opened it */
            errorCode: string | null;
            /** @description Failures counted when it opened, else 0 */
            failures: number;
            from: components["schemas"]["CircuitState"];
            /**
             * Format: uuid
             * @description Of the request that changed it, if one did
             */
            requestId: string | null;
            to: components["schemas"]["CircuitState"];
        };
        /** @enum {string} */
        CircuitState: "closed" | "open" | "half-open";
        ConnectionTestDraft: {
            /**
             * @description End of its daily hours, itself outside them
             * @default null
             * @example 08:00
             */
            activeTimeEnd?: string | null;
            /**
             * @description Beginning of its daily hours in the system’s time zone; the window may run over midnight
             * @default null
             * @example 22:00
             */
            activeTimeStart?: string | null;
            /**
             * @description Clients it serves, by name (`claude-code`, `codex-cli`, `gemini-cli`), part of the user agent, or pattern with `*`; empty means all
             * @default []
             * @example [
             *       "claude-code"
             *     ]
             */
            allowedClients?: string[];
            /**
             * @description Models it serves; empty means all
             * @default []
             */
            allowedModels?: components["schemas"]["ModelRuleDto"][];
            /**
             * @description Clients it does not serve, in the same words; they win over the allowed ones
             * @default []
             * @example [
             *       "curl/*"
             *     ]
             */
            blockedClients?: string[];
            /**
             * @description Consecutive failed requests that open its circuit breaker; 0 switches the breaker off
             * @default 5
             */
            circuitBreakerFailureThreshold?: number;
            /**
             * @description Successful trial requests that close the circuit breaker, and how many may run at once
             * @default 2
             */
            circuitBreakerHalfOpenSuccessThreshold?: number;
            /**
             * @description Milliseconds until an open circuit breaker lets trial requests through
             * @default 1800000
             */
            circuitBreakerOpenDuration?: number;
            /**
             * @description Factor on the cost of every request
             * @default 1
             * @example 1.25
             */
            costMultiplier?: string | number;
            /**
             * @description Headers that are sent upstream in place of the client’s. Values that look like credentials are answered as `****`; sent back like that they stay.
             * @default {}
             * @example {
             *       "x-team": "platform"
             *     }
             */
            customHeaders?: {
                [key: string]: string;
            };
            /**
             * @description From one dailyResetTime to the next, or 24 hours back from now
             * @default fixed
             */
            dailyResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description HH:mm in the hub’s time zone, for a fixed daily limit
             * @default 00:00
             * @example 00:00
             */
            dailyResetTime?: string;
            /**
             * @description Priorities that hold instead for callers of these provider groups
             * @default {}
             * @example {
             *       "premium": 0
             *     }
             */
            groupPriorities?: {
                [key: string]: number;
            };
            /**
             * @description Names of the provider groups it belongs to
             * @default []
             * @example [
             *       "default"
             *     ]
             */
            groups?: string[];
            /**
             * @description Off: no request goes there
             * @default true
             */
            isEnabled?: boolean;
            /**
             * Format: password
             * @description The upstream credential. It is sealed at once and never answered again.
             */
            key?: string;
            /**
             * @description Five hours back from now, or five hours from the first use on
             * @default rolling
             */
            limit5hResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description USD that may be spent in five hours, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limit5hUsd?: (string | number) | null;
            /**
             * @description Sessions that may be active at once; null and 0 mean no limit
             * @example 5
             */
            limitConcurrentSessions?: number | null;
            /**
             * @description USD that may be spent in a day, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitDailyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a month, from the first day 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitMonthlyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in all, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitTotalUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a week, from Monday 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitWeeklyUsd?: (string | number) | null;
            /**
             * @description Attempts of one request at this provider, the first one included
             * @default 2
             */
            maxRetryAttempts?: number;
            /**
             * @description Model to ask for, under the name that clients use; by default the first one that is allowed by its whole name, else one that the vendor is known for
             * @example claude-haiku-4-5
             */
            model?: string;
            /**
             * @description Models that are asked for under another name; the first rule that matches decides
             * @default []
             */
            modelRedirects?: components["schemas"]["ModelRedirectDto"][];
            /**
             * @description Unique among the providers, compared without case
             * @example Anthropic, team account
             */
            name?: string;
            /**
             * @description For the administrators’ eyes only
             * @default
             */
            notes?: string;
            /**
             * @description Changes to the request body as a JSON Merge Patch (RFC 7396): null removes a member
             * @default {}
             * @example {
             *       "max_tokens": 32000
             *     }
             */
            parameterOverrides?: {
                [key: string]: unknown;
            };
            /**
             * @description Lower ones are tried first
             * @default 0
             */
            priority?: number;
            /** @description The provider that this is a changed form of. While the origin of the address is the same, its key may be left out, and what was answered with `****` may be sent like that. */
            providerId?: number;
            /**
             * @description Whether to go straight when the proxy does not work
             * @default false
             */
            proxyFallbackToDirect?: boolean;
            /**
             * @description Egress proxy: http, https, socks5 (names are resolved here) or socks5h (by the proxy), with user and password where it needs them. Answered with the password as `****`; sent back like that it stays.
             * @default null
             * @example socks5://user:password@127.0.0.1:1080
             */
            proxyUrl?: string | null;
            /**
             * @description Longest wait for the first byte of a streamed answer. Milliseconds; 0 means no limit
             * @default 30000
             */
            timeoutFirstByte?: number;
            /**
             * @description Longest silence within a streamed answer. Milliseconds; 0 means no limit
             * @default 60000
             */
            timeoutIdle?: number;
            /**
             * @description Longest wait for an answer that is not streamed. Milliseconds; 0 means no limit
             * @default 120000
             */
            timeoutRequest?: number;
            /**
             * @description Decides the wire format and how the key is sent
             * @example claude
             */
            type: components["schemas"]["ProviderType"];
            /**
             * Format: uri
             * @description http or https address of the upstream, without credentials and fragment
             * @example https://api.anthropic.com
             */
            url: string;
            /**
             * @description Share among the providers of the same priority; 0 means none
             * @default 1
             */
            weight?: number;
        };
        ConnectionTestOptions: {
            /**
             * @description Model to ask for, under the name that clients use; by default the first one that is allowed by its whole name, else one that the vendor is known for
             * @example claude-haiku-4-5
             */
            model?: string;
        };
        ConnectionTestUsage: {
            cacheCreationTokens: number | null;
            cacheReadTokens: number | null;
            inputTokens: number | null;
            outputTokens: number | null;
            reasoningTokens: number | null;
        };
        ConnectionTestView: {
            /** @description Milliseconds */
            durationMs: number;
            /**
             * @description The hub’s own code for the failure, as in the usage log
             * @example upstream_credentials
             */
            errorCode: string | null;
            /** @description What the provider or the system says about the failure, without secrets */
            message: string | null;
            /** @description Model that says it has answered */
            model: string | null;
            /** @description Whether it gave a whole answer */
            ok: boolean;
            /** @description First 300 characters of the answer, or of what came in place of one */
            preview: string;
            /** @description The way it took */
            route: components["schemas"]["EgressRoute"];
            /** @description HTTP status, if there was one */
            statusCode: number | null;
            /** @description Milliseconds to the first byte of the body, connecting included */
            ttfbMs: number | null;
            /**
             * @description Model that was asked for upstream, after redirects
             * @example glm-5
             */
            upstreamModel: string;
            /** @description Tokens as the provider counts */
            usage: components["schemas"]["ConnectionTestUsage"] | null;
        };
        CostBreakdownView: {
            /** @description Sum of the parts */
            base: string | null;
            failedAttempts: components["schemas"]["FailedAttemptCostView"][];
            /** @description Factor of the provider group */
            groupMultiplier: string | null;
            /** @description Whether the prices of the priority service tier counted */
            isPriority: boolean;
            /** @description Tokens of input above which the prices that counted hold; null for the ordinary ones */
            longContextAbove: number | null;
            /** @description Null when only failed attempts have cost something */
            parts: components["schemas"]["CostPartsView"] | null;
            /** @description Factor of the provider */
            providerMultiplier: string | null;
            /** @description Cost of the answer */
            total: string | null;
        };
        CostPartsView: {
            /** @description Read from the cache */
            cacheRead: string;
            /** @description Written to the cache for an hour */
            cacheWrite1h: string;
            /** @description Written to the cache for five minutes */
            cacheWrite5m: string;
            /** @description Images in the input */
            imageInput: string;
            /** @description Images in the output */
            imageOutput: string;
            /** @description Input that no cache holds, without images */
            input: string;
            /** @description Output without images */
            output: string;
            /** @description For every request, whatever its tokens */
            perRequest: string;
        };
        /** @enum {string} */
        CostState: "exact" | "estimated" | "unknown" | "none";
        /** @enum {string} */
        DependencyState: "up" | "down" | "unknown";
        /**
         * @description The way it took
         * @enum {string}
         */
        EgressRoute: "direct" | "proxy" | "direct_after_proxy";
        ExhaustedDecisionView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "exhausted";
            reason: components["schemas"]["ExhaustionReason"];
        };
        /** @enum {string} */
        ExhaustionReason: "candidates" | "switches" | "deadline";
        FailedAttemptCostView: {
            providerId: number;
            /** @description Also of deleted providers */
            providerName: string | null;
            /** @description USD, multipliers included */
            total: string;
        };
        /** @enum {string} */
        FailureReason: "invalid_request" | "credentials" | "billing" | "forbidden" | "not_found" | "late_request" | "conflict" | "too_large" | "rate_limited" | "overloaded" | "server_error" | "unexpected_status" | "login_failed" | "proxy_failed" | "unreachable" | "closed_early" | "bad_response" | "first_byte_timeout" | "idle_timeout" | "request_timeout" | "empty_reply" | "not_an_answer";
        FailureView: {
            blame: components["schemas"]["Blame"];
            /** @description Where the request goes from here */
            next: components["schemas"]["NextStep"];
            reason: components["schemas"]["FailureReason"];
            /** @description Milliseconds the provider asked to be left alone */
            retryAfterMs?: number;
            /** @description Whether the circuit breaker counts it */
            trips: boolean;
        };
        FieldChangeView: {
            /**
             * @description USD
             * @example 0.000006
             */
            after: string | null;
            /**
             * @description USD
             * @example 0.000003
             */
            before: string | null;
            /**
             * @description Name of the field, the threshold of a tier in brackets
             * @example longContext[200000].inputCostPerToken
             */
            field: string;
        };
        /** @enum {string} */
        FieldErrorCode: "required" | "wrong_type" | "unknown_field" | "too_short" | "too_long" | "too_many" | "out_of_range" | "not_a_choice" | "bad_characters" | "bad_format" | "invalid_regex" | "invalid_url" | "missing_protocol" | "reserved_name" | "unpaired" | "unknown_group" | "name_taken";
        FieldProblem: {
            /** @example invalid_regex */
            code: components["schemas"]["FieldErrorCode"];
            /**
             * @description What is wrong, in English
             * @example must be a regular expression
             */
            message: string;
            /**
             * @description Where the field is in the body or query; empty for the whole body
             * @example allowedModels[0].pattern
             */
            path: string;
        };
        HealthDependencies: {
            postgres: components["schemas"]["DependencyState"];
            redis: components["schemas"]["DependencyState"];
        };
        /**
         * @description `degraded`: a dependency is away, but the hub still proxies
         * @enum {string}
         */
        HealthStatus: "ok" | "degraded" | "unavailable";
        HealthView: {
            dependencies: components["schemas"]["HealthDependencies"];
            /** @description `degraded`: a dependency is away, but the hub still proxies */
            status: components["schemas"]["HealthStatus"];
            /** @example 0.1.0 */
            version: string;
        };
        IssuedKeyView: {
            /** Format: date-time */
            createdAt: string;
            dailyResetMode: components["schemas"]["ResetMode"];
            /** @example 00:00 */
            dailyResetTime: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** @example 12 */
            id: number;
            isEnabled: boolean;
            /**
             * @description The whole secret. It is shown this once and cannot be had again.
             * @example cch_Zk3…x7Qa
             */
            key: string;
            /**
             * @description Last four characters of the secret
             * @example x7Qa
             */
            keyHint: string;
            limit5hResetMode: components["schemas"]["ResetMode"];
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limit5hUsd: string | null;
            /** @example 5 */
            limitConcurrentSessions: number | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitDailyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitMonthlyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitTotalUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitWeeklyUsd: string | null;
            /**
             * Format: date-time
             * @description Spend of before counts no more
             */
            limitsResetAt: string | null;
            /** @example laptop */
            name: string;
            /** @description Empty: the groups of the user apply */
            providerGroups: string[];
            /**
             * @description Requests in any 60 seconds
             * @example 60
             */
            rpmLimit: number | null;
            /** Format: date-time */
            updatedAt: string;
            /** @example 7 */
            userId: number;
        };
        KeyDraft: {
            /**
             * @description From one dailyResetTime to the next, or 24 hours back from now
             * @default fixed
             */
            dailyResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description HH:mm in the hub’s time zone, for a fixed daily limit
             * @default 00:00
             * @example 00:00
             */
            dailyResetTime?: string;
            /**
             * Format: date-time
             * @description From then on the key is refused; null means never
             * @example 2030-01-31T12:00:00Z
             */
            expiresAt?: string | null;
            /**
             * @description Off: the key is refused
             * @default true
             */
            isEnabled?: boolean;
            /**
             * @description Five hours back from now, or five hours from the first use on
             * @default rolling
             */
            limit5hResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description USD that may be spent in five hours, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limit5hUsd?: (string | number) | null;
            /**
             * @description Sessions that may be active at once; null and 0 mean no limit
             * @example 5
             */
            limitConcurrentSessions?: number | null;
            /**
             * @description USD that may be spent in a day, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitDailyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a month, from the first day 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitMonthlyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in all, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitTotalUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a week, from Monday 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitWeeklyUsd?: (string | number) | null;
            /**
             * @description Unique among the keys of the user, compared without case
             * @example laptop
             */
            name: string;
            /**
             * @description Names of the provider groups the key may use; empty means those of the user
             * @default []
             * @example [
             *       "default"
             *     ]
             */
            providerGroups?: string[];
            /**
             * @description Requests in any 60 seconds; null and 0 mean no limit
             * @example 60
             */
            rpmLimit?: number | null;
        };
        KeyPage: {
            items: components["schemas"]["KeyView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        KeyPatch: {
            /** @description From one dailyResetTime to the next, or 24 hours back from now */
            dailyResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description HH:mm in the hub’s time zone, for a fixed daily limit
             * @example 00:00
             */
            dailyResetTime?: string;
            /**
             * Format: date-time
             * @description From then on the key is refused; null means never
             * @example 2030-01-31T12:00:00Z
             */
            expiresAt?: string | null;
            /** @description Off: the key is refused */
            isEnabled?: boolean;
            /** @description Five hours back from now, or five hours from the first use on */
            limit5hResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description USD that may be spent in five hours, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limit5hUsd?: (string | number) | null;
            /**
             * @description Sessions that may be active at once; null and 0 mean no limit
             * @example 5
             */
            limitConcurrentSessions?: number | null;
            /**
             * @description USD that may be spent in a day, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitDailyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a month, from the first day 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitMonthlyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in all, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitTotalUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a week, from Monday 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitWeeklyUsd?: (string | number) | null;
            /**
             * @description Unique among the keys of the user, compared without case
             * @example laptop
             */
            name?: string;
            /**
             * @description Names of the provider groups the key may use; empty means those of the user
             * @example [
             *       "default"
             *     ]
             */
            providerGroups?: string[];
            /**
             * @description Requests in any 60 seconds; null and 0 mean no limit
             * @example 60
             */
            rpmLimit?: number | null;
        };
        /** @enum {string} */
        KeySort: "name" | "-name" | "createdAt" | "-createdAt";
        KeyView: {
            /** Format: date-time */
            createdAt: string;
            dailyResetMode: components["schemas"]["ResetMode"];
            /** @example 00:00 */
            dailyResetTime: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** @example 12 */
            id: number;
            isEnabled: boolean;
            /**
             * @description Last four characters of the secret
             * @example x7Qa
             */
            keyHint: string;
            limit5hResetMode: components["schemas"]["ResetMode"];
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limit5hUsd: string | null;
            /** @example 5 */
            limitConcurrentSessions: number | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitDailyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitMonthlyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitTotalUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitWeeklyUsd: string | null;
            /**
             * Format: date-time
             * @description Spend of before counts no more
             */
            limitsResetAt: string | null;
            /** @example laptop */
            name: string;
            /** @description Empty: the groups of the user apply */
            providerGroups: string[];
            /**
             * @description Requests in any 60 seconds
             * @example 60
             */
            rpmLimit: number | null;
            /** Format: date-time */
            updatedAt: string;
            /** @example 7 */
            userId: number;
        };
        /** @enum {string} */
        LimitKind: "rpm" | "concurrent_sessions" | "spend_5h" | "spend_daily" | "spend_weekly" | "spend_monthly" | "spend_total";
        LimitKindCounts: {
            concurrent_sessions: number;
            rpm: number;
            spend_5h: number;
            spend_daily: number;
            spend_monthly: number;
            spend_total: number;
            spend_weekly: number;
        };
        LimitOutagePatch: {
            /** @description null means the default */
            concurrent_sessions?: components["schemas"]["OutagePolicy"] | null;
            /** @description null means the default */
            rpm?: components["schemas"]["OutagePolicy"] | null;
            /** @description null means the default */
            spend_5h?: components["schemas"]["OutagePolicy"] | null;
            /** @description null means the default */
            spend_daily?: components["schemas"]["OutagePolicy"] | null;
            /** @description null means the default */
            spend_monthly?: components["schemas"]["OutagePolicy"] | null;
            /** @description null means the default */
            spend_total?: components["schemas"]["OutagePolicy"] | null;
            /** @description null means the default */
            spend_weekly?: components["schemas"]["OutagePolicy"] | null;
        };
        LimitOutageView: {
            concurrent_sessions: components["schemas"]["OutagePolicy"];
            rpm: components["schemas"]["OutagePolicy"];
            spend_5h: components["schemas"]["OutagePolicy"];
            spend_daily: components["schemas"]["OutagePolicy"];
            spend_monthly: components["schemas"]["OutagePolicy"];
            spend_total: components["schemas"]["OutagePolicy"];
            spend_weekly: components["schemas"]["OutagePolicy"];
        };
        LimitStandingView: {
            kind: components["schemas"]["LimitKind"];
            /** @description Null: there is no limit */
            limit: string | null;
            /** @description How the window moves; null for `spend_total` and `concurrent_sessions`, which have none */
            mode: components["schemas"]["ResetMode"] | null;
            /** @description Never negative; null without a limit, and while it is not known what is used */
            remaining: string | null;
            /** @description Money that is reserved for requests under way; null while Redis is away, and for what is no money */
            reserved: string | null;
            /**
             * Format: date-time
             * @description When all of it is free again; null where there is no such moment
             */
            resetAt: string | null;
            /** @description Whether it comes back bit by bit: as use grows old, or sessions end */
            resetsGradually: boolean;
            /** @description Money is what the ledger has, which is a second behind at most. Requests and sessions are counted in Redis: null while it is away, and without a limit */
            used: string | null;
            /**
             * Format: date-time
             * @description What was used since then counts. A fixed window of five hours opens with the first use: null until then
             */
            windowStart: string | null;
        };
        /** @enum {string} */
        LimitSubject: "key" | "user" | "provider";
        LimitUsageList: {
            /** @description In the order of the ids, without unknown ones */
            items: components["schemas"]["LimitUsageView"][];
        };
        LimitUsageView: {
            id: number;
            /** @description False while limits are switched off (ENABLE_RATE_LIMIT) */
            isEnforced: boolean;
            limits: components["schemas"]["LimitStandingView"][];
            /**
             * Format: date-time
             * @description Spend of before counts no more; of a key, the later one of its own reset and its user’s
             */
            limitsResetAt: string | null;
            subject: components["schemas"]["LimitSubject"];
        };
        LoginDraft: {
            /**
             * @description The administrator’s token
             * @example the ADMIN_TOKEN
             */
            token: string;
        };
        LoginPage: {
            items: components["schemas"]["LoginView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        LoginResult: {
            /**
             * Format: date-time
             * @description When the login ends if it is not used again; null for a token sent with each request
             */
            expiresAt: string | null;
            /** @example admin */
            name: string;
            permissions: components["schemas"]["Permission"][];
            role: components["schemas"]["PermissionRole"];
            /** @description Present when the browser is going to drop the cookie */
            warning?: components["schemas"]["LoginWarning"];
        };
        LoginView: {
            /** @example 203.0.113.9 */
            clientIp: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /** @description Whether it is the login this request was made with */
            isCurrent: boolean;
            /**
             * Format: date-time
             * @description To within a minute
             */
            lastSeenAt: string;
            /** @example admin */
            name: string;
            role: components["schemas"]["PermissionRole"];
            userAgent: string | null;
        };
        LoginWarning: {
            code: components["schemas"]["LoginWarningCode"];
            /** @description What will happen and the two remedies, in English */
            message: string;
        };
        /** @enum {string} */
        LoginWarningCode: "secure_cookie_over_http";
        LongContextCostsDraft: {
            /**
             * @description Holds when the whole input, cached tokens included, is longer than this many tokens
             * @example 200000
             */
            aboveTokens: number;
            /**
             * @description USD for a token that is written to the cache for an hour; null means twice input
             * @default null
             * @example 0.000006
             */
            cacheCreation1hCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is written to the cache for five minutes; null means 1.25 times input
             * @default null
             * @example 0.00000375
             */
            cacheCreationCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is read from the cache; null means a tenth of input
             * @default null
             * @example 0.0000003
             */
            cacheReadCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @default null
             */
            inputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of input that no cache holds
             * @default null
             * @example 0.000003
             */
            inputCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @default null
             */
            outputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of output, reasoning included
             * @default null
             * @example 0.000015
             */
            outputCostPerToken?: (string | number) | null;
        };
        LongContextCostsView: {
            /**
             * @description Holds for all tokens when the whole input is longer
             * @example 200000
             */
            aboveTokens: number;
            /**
             * @description USD for a token written to the cache for an hour; null means twice input
             * @example 0.000003
             */
            cacheCreation1hCostPerToken: string | null;
            /**
             * @description USD for a token written to the cache for five minutes; null means 1.25 times input
             * @example 0.000003
             */
            cacheCreationCostPerToken: string | null;
            /**
             * @description USD for a token read from the cache; null means a tenth of input
             * @example 0.000003
             */
            cacheReadCostPerToken: string | null;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @example 0.000003
             */
            inputCostPerImageToken: string | null;
            /**
             * @description USD for a token of input that no cache holds
             * @example 0.000003
             */
            inputCostPerToken: string | null;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @example 0.000003
             */
            outputCostPerImageToken: string | null;
            /**
             * @description USD for a token of output
             * @example 0.000003
             */
            outputCostPerToken: string | null;
        };
        MissingPriceList: {
            /** @description Those with most requests first, 200 at most */
            items: components["schemas"]["MissingPriceView"][];
        };
        MissingPriceView: {
            /** @description Whether it has a price by now */
            hasPrice: boolean;
            /**
             * Format: date-time
             * @description Last use in an hour with such requests
             */
            lastAt: string;
            /**
             * @description As it was sent upstream
             * @example claude-opus-5
             */
            model: string;
            /** @description Requests that were served at cost 0 */
            requests: number;
        };
        /**
         * @description How the pattern is compared with the model name
         * @enum {string}
         */
        ModelMatch: "exact" | "prefix" | "suffix" | "contains" | "regex";
        ModelPriceDraft: {
            /**
             * @description USD for a token that is written to the cache for an hour; null means twice input
             * @default null
             * @example 0.000006
             */
            cacheCreation1hCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is written to the cache for five minutes; null means 1.25 times input
             * @default null
             * @example 0.00000375
             */
            cacheCreationCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is read from the cache; null means a tenth of input
             * @default null
             * @example 0.0000003
             */
            cacheReadCostPerToken?: (string | number) | null;
            /**
             * @description USD for every request, whatever its tokens
             * @default null
             * @example 0.01
             */
            costPerRequest?: (string | number) | null;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @default null
             */
            inputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of input that no cache holds
             * @default null
             * @example 0.000003
             */
            inputCostPerToken?: (string | number) | null;
            /**
             * @description Prices for long inputs
             * @default null
             */
            longContext?: components["schemas"]["LongContextCostsDraft"][] | null;
            /**
             * @description Name of the model, as requests have it
             * @example claude-opus-5
             */
            model: string;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @default null
             */
            outputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of output, reasoning included
             * @default null
             * @example 0.000015
             */
            outputCostPerToken?: (string | number) | null;
            /**
             * @description Prices of the priority service tier
             * @default null
             */
            priority?: components["schemas"]["PriorityCostsDraft"] | null;
        };
        ModelPricePage: {
            items: components["schemas"]["ModelPriceView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        /** @enum {string} */
        ModelPriceSort: "model" | "-model" | "createdAt" | "-createdAt";
        ModelPriceUpdate: {
            /**
             * @description USD for a token that is written to the cache for an hour; null means twice input
             * @default null
             * @example 0.000006
             */
            cacheCreation1hCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is written to the cache for five minutes; null means 1.25 times input
             * @default null
             * @example 0.00000375
             */
            cacheCreationCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is read from the cache; null means a tenth of input
             * @default null
             * @example 0.0000003
             */
            cacheReadCostPerToken?: (string | number) | null;
            /**
             * @description USD for every request, whatever its tokens
             * @default null
             * @example 0.01
             */
            costPerRequest?: (string | number) | null;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @default null
             */
            inputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of input that no cache holds
             * @default null
             * @example 0.000003
             */
            inputCostPerToken?: (string | number) | null;
            /**
             * @description Prices for long inputs
             * @default null
             */
            longContext?: components["schemas"]["LongContextCostsDraft"][] | null;
            /**
             * @description May be sent along, and must then be the name in the path
             * @example claude-opus-5
             */
            model?: string;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @default null
             */
            outputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of output, reasoning included
             * @default null
             * @example 0.000015
             */
            outputCostPerToken?: (string | number) | null;
            /**
             * @description Prices of the priority service tier
             * @default null
             */
            priority?: components["schemas"]["PriorityCostsDraft"] | null;
        };
        ModelPriceView: {
            /**
             * @description USD for a token written to the cache for an hour; null means twice input
             * @example 0.000003
             */
            cacheCreation1hCostPerToken: string | null;
            /**
             * @description USD for a token written to the cache for five minutes; null means 1.25 times input
             * @example 0.000003
             */
            cacheCreationCostPerToken: string | null;
            /**
             * @description USD for a token read from the cache; null means a tenth of input
             * @example 0.000003
             */
            cacheReadCostPerToken: string | null;
            /** @description USD for every request */
            costPerRequest: string | null;
            /**
             * Format: date-time
             * @description Since when this version holds
             */
            createdAt: string;
            /**
             * @description Of this version of the price; request logs refer to it
             * @example 17
             */
            id: number;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @example 0.000003
             */
            inputCostPerImageToken: string | null;
            /**
             * @description USD for a token of input that no cache holds
             * @example 0.000003
             */
            inputCostPerToken: string | null;
            longContext: components["schemas"]["LongContextCostsView"][];
            /** @example claude-opus-5 */
            model: string;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @example 0.000003
             */
            outputCostPerImageToken: string | null;
            /**
             * @description USD for a token of output
             * @example 0.000003
             */
            outputCostPerToken: string | null;
            /** @description Prices of the priority service tier; null means that it costs the same */
            priority: components["schemas"]["PriorityCostsView"] | null;
            /** @description `shipped` came with the hub, `synced` from a fetched or uploaded table, `manual` was set by hand */
            source: components["schemas"]["PriceSource"];
        };
        ModelRedirectDto: {
            /**
             * @description How the pattern is compared with the model name
             * @example prefix
             */
            match: components["schemas"]["ModelMatch"];
            /**
             * @description Compared as it is written, case included
             * @example claude-
             */
            pattern: string;
            /**
             * @description Name that is sent upstream. With a regular expression, `$1` or `$<name>` stand for what its groups have captured.
             * @example glm-5
             */
            target: string;
        };
        ModelRuleDto: {
            /**
             * @description How the pattern is compared with the model name
             * @example prefix
             */
            match: components["schemas"]["ModelMatch"];
            /**
             * @description Compared as it is written, case included
             * @example claude-
             */
            pattern: string;
        };
        /**
         * @description Where the request goes from here
         * @enum {string}
         */
        NextStep: "return" | "same" | "other" | "other_first";
        /** @enum {string} */
        OutagePolicy: "open" | "closed" | "local";
        /** @enum {string} */
        Permission: "session:read" | "logins:read" | "logins:write" | "users:read" | "users:write" | "providers:read" | "providers:write" | "usage:read" | "prices:read" | "prices:write" | "settings:read" | "settings:write";
        /** @enum {string} */
        PermissionRole: "admin" | "operator" | "viewer" | "user";
        PriceChangeView: {
            fields: components["schemas"]["FieldChangeView"][];
            /** @example claude-opus-5 */
            model: string;
            /** @description Of the price that holds; null when there is none */
            source: components["schemas"]["PriceSource"] | null;
        };
        PriceHistoryPage: {
            items: components["schemas"]["PriceVersionView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        /**
         * @description `no_token_prices`: it is paid by the picture, minute or page
         * @enum {string}
         */
        PriceSkipReason: "no_token_prices" | "bad_number" | "bad_name";
        /**
         * @description Of the price that holds; null when there is none
         * @enum {string}
         */
        PriceSource: "shipped" | "synced" | "manual";
        PriceSyncDraft: {
            /** @description Digest that the preview has answered; another table is refused (`conflict`) */
            digest: string;
            /**
             * @description Models whose price was set by hand and may be replaced all the same
             * @default []
             * @example [
             *       "my-model"
             *     ]
             */
            overwriteManual?: string[];
            /**
             * Format: uri
             * @description Address of a table in LiteLLM’s form; PRICE_SYNC_URL by default
             * @example https://prices.example.com/models.json
             */
            url?: string;
        };
        PriceSyncPreview: {
            /** @description Models that have no price yet */
            added: components["schemas"]["PriceChangeView"][];
            /** @description Prices that came with the hub or from a table */
            changed: components["schemas"]["PriceChangeView"][];
            /** @description Names the table; whoever applies it sends the digest along */
            digest: string;
            /** @description Prices that were set by hand and differ; they stay unless `overwriteManual` names them */
            protected: components["schemas"]["PriceChangeView"][];
            /** @description Entries of the table that cannot be taken over */
            skipped: components["schemas"]["SkippedPriceView"][];
            /** @description Models whose price is the same already */
            unchanged: number;
        };
        PriceSyncPreviewDraft: {
            /**
             * Format: uri
             * @description Address of a table in LiteLLM’s form; PRICE_SYNC_URL by default
             * @example https://prices.example.com/models.json
             */
            url?: string;
        };
        PriceSyncResult: {
            added: number;
            changed: number;
            /** @description Prices that had been set by hand */
            overwritten: number;
            /** @description Prices that were set by hand, differ and have stayed */
            protected: number;
            skipped: number;
            unchanged: number;
        };
        PriceUploadDraft: {
            /**
             * @description The table in LiteLLM’s form as text: the file as it is, so that no digit gets lost on the way
             * @example {"my-model": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}
             */
            content: string;
            /** @description Digest that the preview has answered; another table is refused (`conflict`) */
            digest: string;
            /**
             * @description Models whose price was set by hand and may be replaced all the same
             * @default []
             * @example [
             *       "my-model"
             *     ]
             */
            overwriteManual?: string[];
        };
        PriceUploadPreviewDraft: {
            /**
             * @description The table in LiteLLM’s form as text: the file as it is, so that no digit gets lost on the way
             * @example {"my-model": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}
             */
            content: string;
        };
        PriceVersionView: {
            /**
             * @description USD for a token written to the cache for an hour; null means twice input
             * @example 0.000003
             */
            cacheCreation1hCostPerToken: string | null;
            /**
             * @description USD for a token written to the cache for five minutes; null means 1.25 times input
             * @example 0.000003
             */
            cacheCreationCostPerToken: string | null;
            /**
             * @description USD for a token read from the cache; null means a tenth of input
             * @example 0.000003
             */
            cacheReadCostPerToken: string | null;
            /** @description USD for every request */
            costPerRequest: string | null;
            /**
             * Format: date-time
             * @description Since when this version holds
             */
            createdAt: string;
            /**
             * @description Of this version of the price; request logs refer to it
             * @example 17
             */
            id: number;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @example 0.000003
             */
            inputCostPerImageToken: string | null;
            /**
             * @description USD for a token of input that no cache holds
             * @example 0.000003
             */
            inputCostPerToken: string | null;
            longContext: components["schemas"]["LongContextCostsView"][];
            /** @example claude-opus-5 */
            model: string;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @example 0.000003
             */
            outputCostPerImageToken: string | null;
            /**
             * @description USD for a token of output
             * @example 0.000003
             */
            outputCostPerToken: string | null;
            /** @description Prices of the priority service tier; null means that it costs the same */
            priority: components["schemas"]["PriorityCostsView"] | null;
            /** @description `shipped` came with the hub, `synced` from a fetched or uploaded table, `manual` was set by hand */
            source: components["schemas"]["PriceSource"];
            /**
             * Format: date-time
             * @description Null while it holds
             */
            supersededAt: string | null;
        };
        PriorityCostsDraft: {
            /**
             * @description USD for a token that is written to the cache for an hour; null means twice input
             * @default null
             * @example 0.000006
             */
            cacheCreation1hCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is written to the cache for five minutes; null means 1.25 times input
             * @default null
             * @example 0.00000375
             */
            cacheCreationCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token that is read from the cache; null means a tenth of input
             * @default null
             * @example 0.0000003
             */
            cacheReadCostPerToken?: (string | number) | null;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @default null
             */
            inputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of input that no cache holds
             * @default null
             * @example 0.000003
             */
            inputCostPerToken?: (string | number) | null;
            /**
             * @description Prices for long inputs; null means those of the ordinary tier
             * @default null
             */
            longContext?: components["schemas"]["LongContextCostsDraft"][] | null;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @default null
             */
            outputCostPerImageToken?: (string | number) | null;
            /**
             * @description USD for a token of output, reasoning included
             * @default null
             * @example 0.000015
             */
            outputCostPerToken?: (string | number) | null;
        };
        PriorityCostsView: {
            /**
             * @description USD for a token written to the cache for an hour; null means twice input
             * @example 0.000003
             */
            cacheCreation1hCostPerToken: string | null;
            /**
             * @description USD for a token written to the cache for five minutes; null means 1.25 times input
             * @example 0.000003
             */
            cacheCreationCostPerToken: string | null;
            /**
             * @description USD for a token read from the cache; null means a tenth of input
             * @example 0.000003
             */
            cacheReadCostPerToken: string | null;
            /**
             * @description USD for a token of an image in the input; null means as other input
             * @example 0.000003
             */
            inputCostPerImageToken: string | null;
            /**
             * @description USD for a token of input that no cache holds
             * @example 0.000003
             */
            inputCostPerToken: string | null;
            /** @description Null means as in the ordinary tier */
            longContext: components["schemas"]["LongContextCostsView"][] | null;
            /**
             * @description USD for a token of an image in the output; null means as other output
             * @example 0.000003
             */
            outputCostPerImageToken: string | null;
            /**
             * @description USD for a token of output
             * @example 0.000003
             */
            outputCostPerToken: string | null;
        };
        Problem: {
            /** @example validation_failed */
            code: components["schemas"]["AdminErrorCode"];
            /** @description What happened this time, in English */
            detail: string;
            /** @description The fields at fault; empty when no field is */
            errors: components["schemas"]["FieldProblem"][];
            /** @description Also in the header `x-request-id` and in the log of the hub */
            requestId: string;
            /** @example 400 */
            status: number;
            /**
             * @description The same for all problems of a code
             * @example Some fields are not valid
             */
            title: string;
            /**
             * @description URN made of the code
             * @example urn:claude-code-hub:problem:validation_failed
             */
            type: string;
            /**
             * @description With `in_use`: how many resources of each kind refer to this one
             * @example {
             *       "keys": 0,
             *       "providers": 1,
             *       "users": 2
             *     }
             */
            usedBy?: {
                [key: string]: number;
            };
        };
        ProviderCircuitDetails: {
            /** @description The last changes, newest first, at most 20 */
            events: components["schemas"]["CircuitEventView"][];
            /** @description Consecutive failures while closed, those that opened it while open, else 0 */
            failures: number;
            /**
             * Format: date-time
             * @description Null unless it is open
             */
            openedAt: string | null;
            /**
             * Format: date-time
             * @description When the first trial is let through; null unless it is open
             */
            opensUntil: string | null;
            providerId: number;
            state: components["schemas"]["CircuitState"];
            /** @description Successful trials while half-open */
            successes: number;
            /** @description Trials that are running */
            trials: number;
        };
        ProviderCircuitList: {
            /** @description All providers, by id */
            items: components["schemas"]["ProviderCircuitSummary"][];
        };
        ProviderCircuitSummary: {
            /** @description Consecutive failures while closed, those that opened it while open, else 0 */
            failures: number;
            /**
             * Format: date-time
             * @description Null unless it is open
             */
            openedAt: string | null;
            /**
             * Format: date-time
             * @description When the first trial is let through; null unless it is open
             */
            opensUntil: string | null;
            providerId: number;
            state: components["schemas"]["CircuitState"];
        };
        ProviderCircuitView: {
            /** @description Consecutive failures while closed, those that opened it while open, else 0 */
            failures: number;
            /**
             * Format: date-time
             * @description Null unless it is open
             */
            openedAt: string | null;
            /**
             * Format: date-time
             * @description When the first trial is let through; null unless it is open
             */
            opensUntil: string | null;
            providerId: number;
            state: components["schemas"]["CircuitState"];
            /** @description Successful trials while half-open */
            successes: number;
            /** @description Trials that are running */
            trials: number;
        };
        ProviderDraft: {
            /**
             * @description End of its daily hours, itself outside them
             * @default null
             * @example 08:00
             */
            activeTimeEnd?: string | null;
            /**
             * @description Beginning of its daily hours in the system’s time zone; the window may run over midnight
             * @default null
             * @example 22:00
             */
            activeTimeStart?: string | null;
            /**
             * @description Clients it serves, by name (`claude-code`, `codex-cli`, `gemini-cli`), part of the user agent, or pattern with `*`; empty means all
             * @default []
             * @example [
             *       "claude-code"
             *     ]
             */
            allowedClients?: string[];
            /**
             * @description Models it serves; empty means all
             * @default []
             */
            allowedModels?: components["schemas"]["ModelRuleDto"][];
            /**
             * @description Clients it does not serve, in the same words; they win over the allowed ones
             * @default []
             * @example [
             *       "curl/*"
             *     ]
             */
            blockedClients?: string[];
            /**
             * @description Consecutive failed requests that open its circuit breaker; 0 switches the breaker off
             * @default 5
             */
            circuitBreakerFailureThreshold?: number;
            /**
             * @description Successful trial requests that close the circuit breaker, and how many may run at once
             * @default 2
             */
            circuitBreakerHalfOpenSuccessThreshold?: number;
            /**
             * @description Milliseconds until an open circuit breaker lets trial requests through
             * @default 1800000
             */
            circuitBreakerOpenDuration?: number;
            /**
             * @description Factor on the cost of every request
             * @default 1
             * @example 1.25
             */
            costMultiplier?: string | number;
            /**
             * @description Headers that are sent upstream in place of the client’s. Values that look like credentials are answered as `****`; sent back like that they stay.
             * @default {}
             * @example {
             *       "x-team": "platform"
             *     }
             */
            customHeaders?: {
                [key: string]: string;
            };
            /**
             * @description From one dailyResetTime to the next, or 24 hours back from now
             * @default fixed
             */
            dailyResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description HH:mm in the hub’s time zone, for a fixed daily limit
             * @default 00:00
             * @example 00:00
             */
            dailyResetTime?: string;
            /**
             * @description Priorities that hold instead for callers of these provider groups
             * @default {}
             * @example {
             *       "premium": 0
             *     }
             */
            groupPriorities?: {
                [key: string]: number;
            };
            /**
             * @description Names of the provider groups it belongs to
             * @default []
             * @example [
             *       "default"
             *     ]
             */
            groups?: string[];
            /**
             * @description Off: no request goes there
             * @default true
             */
            isEnabled?: boolean;
            /**
             * Format: password
             * @description The upstream credential. It is sealed at once and never answered again.
             */
            key: string;
            /**
             * @description Five hours back from now, or five hours from the first use on
             * @default rolling
             */
            limit5hResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description USD that may be spent in five hours, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limit5hUsd?: (string | number) | null;
            /**
             * @description Sessions that may be active at once; null and 0 mean no limit
             * @example 5
             */
            limitConcurrentSessions?: number | null;
            /**
             * @description USD that may be spent in a day, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitDailyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a month, from the first day 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitMonthlyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in all, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitTotalUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a week, from Monday 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitWeeklyUsd?: (string | number) | null;
            /**
             * @description Attempts of one request at this provider, the first one included
             * @default 2
             */
            maxRetryAttempts?: number;
            /**
             * @description Models that are asked for under another name; the first rule that matches decides
             * @default []
             */
            modelRedirects?: components["schemas"]["ModelRedirectDto"][];
            /**
             * @description Unique among the providers, compared without case
             * @example Anthropic, team account
             */
            name: string;
            /**
             * @description For the administrators’ eyes only
             * @default
             */
            notes?: string;
            /**
             * @description Changes to the request body as a JSON Merge Patch (RFC 7396): null removes a member
             * @default {}
             * @example {
             *       "max_tokens": 32000
             *     }
             */
            parameterOverrides?: {
                [key: string]: unknown;
            };
            /**
             * @description Lower ones are tried first
             * @default 0
             */
            priority?: number;
            /**
             * @description Whether to go straight when the proxy does not work
             * @default false
             */
            proxyFallbackToDirect?: boolean;
            /**
             * @description Egress proxy: http, https, socks5 (names are resolved here) or socks5h (by the proxy), with user and password where it needs them. Answered with the password as `****`; sent back like that it stays.
             * @default null
             * @example socks5://user:password@127.0.0.1:1080
             */
            proxyUrl?: string | null;
            /**
             * @description Longest wait for the first byte of a streamed answer. Milliseconds; 0 means no limit
             * @default 30000
             */
            timeoutFirstByte?: number;
            /**
             * @description Longest silence within a streamed answer. Milliseconds; 0 means no limit
             * @default 60000
             */
            timeoutIdle?: number;
            /**
             * @description Longest wait for an answer that is not streamed. Milliseconds; 0 means no limit
             * @default 120000
             */
            timeoutRequest?: number;
            /**
             * @description Decides the wire format and how the key is sent
             * @example claude
             */
            type: components["schemas"]["ProviderType"];
            /**
             * Format: uri
             * @description http or https address of the upstream, without credentials and fragment
             * @example https://api.anthropic.com
             */
            url: string;
            /**
             * @description Share among the providers of the same priority; 0 means none
             * @default 1
             */
            weight?: number;
        };
        ProviderGroupDraft: {
            /**
             * @description Factor on the cost of requests that callers of this group make, decimal text
             * @default 1
             */
            costMultiplier?: string | number;
            /**
             * @description Unique; users, keys and providers refer to the group by this name
             * @example premium
             */
            name: string;
            /**
             * @description For the administrators’ eyes only
             * @default
             */
            note?: string;
        };
        ProviderGroupPage: {
            items: components["schemas"]["ProviderGroupView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        ProviderGroupPatch: {
            /** @description Factor on the cost of requests that callers of this group make, decimal text */
            costMultiplier?: string | number;
            /**
             * @description Unique; users, keys and providers refer to the group by this name
             * @example premium
             */
            name?: string;
            /** @description For the administrators’ eyes only */
            note?: string;
        };
        /** @enum {string} */
        ProviderGroupSort: "name" | "-name" | "createdAt" | "-createdAt";
        ProviderGroupView: {
            /**
             * @description Decimal text
             * @example 1.25
             */
            costMultiplier: string;
            /** Format: date-time */
            createdAt: string;
            /** @example 1 */
            id: number;
            /** @description Keys that refer to the group */
            keyCount: number;
            /** @example default */
            name: string;
            note: string;
            /** @description Providers that refer to the group */
            providerCount: number;
            /** Format: date-time */
            updatedAt: string;
            /** @description Users that refer to the group */
            userCount: number;
        };
        ProviderPage: {
            items: components["schemas"]["ProviderView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        ProviderPatch: {
            /**
             * @description End of its daily hours, itself outside them
             * @example 08:00
             */
            activeTimeEnd?: string | null;
            /**
             * @description Beginning of its daily hours in the system’s time zone; the window may run over midnight
             * @example 22:00
             */
            activeTimeStart?: string | null;
            /**
             * @description Clients it serves, by name (`claude-code`, `codex-cli`, `gemini-cli`), part of the user agent, or pattern with `*`; empty means all
             * @example [
             *       "claude-code"
             *     ]
             */
            allowedClients?: string[];
            /** @description Models it serves; empty means all */
            allowedModels?: components["schemas"]["ModelRuleDto"][];
            /**
             * @description Clients it does not serve, in the same words; they win over the allowed ones
             * @example [
             *       "curl/*"
             *     ]
             */
            blockedClients?: string[];
            /** @description Consecutive failed requests that open its circuit breaker; 0 switches the breaker off */
            circuitBreakerFailureThreshold?: number;
            /** @description Successful trial requests that close the circuit breaker, and how many may run at once */
            circuitBreakerHalfOpenSuccessThreshold?: number;
            /** @description Milliseconds until an open circuit breaker lets trial requests through */
            circuitBreakerOpenDuration?: number;
            /**
             * @description Factor on the cost of every request
             * @example 1.25
             */
            costMultiplier?: string | number;
            /**
             * @description Headers that are sent upstream in place of the client’s. Values that look like credentials are answered as `****`; sent back like that they stay.
             * @example {
             *       "x-team": "platform"
             *     }
             */
            customHeaders?: {
                [key: string]: string;
            };
            /** @description From one dailyResetTime to the next, or 24 hours back from now */
            dailyResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description HH:mm in the hub’s time zone, for a fixed daily limit
             * @example 00:00
             */
            dailyResetTime?: string;
            /**
             * @description Priorities that hold instead for callers of these provider groups
             * @example {
             *       "premium": 0
             *     }
             */
            groupPriorities?: {
                [key: string]: number;
            };
            /**
             * @description Names of the provider groups it belongs to
             * @example [
             *       "default"
             *     ]
             */
            groups?: string[];
            /** @description Off: no request goes there */
            isEnabled?: boolean;
            /**
             * Format: password
             * @description The upstream credential. It is sealed at once and never answered again.
             */
            key?: string;
            /** @description Five hours back from now, or five hours from the first use on */
            limit5hResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description USD that may be spent in five hours, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limit5hUsd?: (string | number) | null;
            /**
             * @description Sessions that may be active at once; null and 0 mean no limit
             * @example 5
             */
            limitConcurrentSessions?: number | null;
            /**
             * @description USD that may be spent in a day, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitDailyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a month, from the first day 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitMonthlyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in all, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitTotalUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a week, from Monday 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitWeeklyUsd?: (string | number) | null;
            /** @description Attempts of one request at this provider, the first one included */
            maxRetryAttempts?: number;
            /** @description Models that are asked for under another name; the first rule that matches decides */
            modelRedirects?: components["schemas"]["ModelRedirectDto"][];
            /**
             * @description Unique among the providers, compared without case
             * @example Anthropic, team account
             */
            name?: string;
            /** @description For the administrators’ eyes only */
            notes?: string;
            /**
             * @description Changes to the request body as a JSON Merge Patch (RFC 7396): null removes a member
             * @example {
             *       "max_tokens": 32000
             *     }
             */
            parameterOverrides?: {
                [key: string]: unknown;
            };
            /** @description Lower ones are tried first */
            priority?: number;
            /** @description Whether to go straight when the proxy does not work */
            proxyFallbackToDirect?: boolean;
            /**
             * @description Egress proxy: http, https, socks5 (names are resolved here) or socks5h (by the proxy), with user and password where it needs them. Answered with the password as `****`; sent back like that it stays.
             * @example socks5://user:password@127.0.0.1:1080
             */
            proxyUrl?: string | null;
            /** @description Longest wait for the first byte of a streamed answer. Milliseconds; 0 means no limit */
            timeoutFirstByte?: number;
            /** @description Longest silence within a streamed answer. Milliseconds; 0 means no limit */
            timeoutIdle?: number;
            /** @description Longest wait for an answer that is not streamed. Milliseconds; 0 means no limit */
            timeoutRequest?: number;
            /**
             * @description Decides the wire format and how the key is sent
             * @example claude
             */
            type?: components["schemas"]["ProviderType"];
            /**
             * Format: uri
             * @description http or https address of the upstream, without credentials and fragment
             * @example https://api.anthropic.com
             */
            url?: string;
            /** @description Share among the providers of the same priority; 0 means none */
            weight?: number;
        };
        /** @enum {string} */
        ProviderSort: "name" | "-name" | "priority" | "-priority" | "createdAt" | "-createdAt";
        /**
         * @description Decides the wire format and how the key is sent
         * @enum {string}
         */
        ProviderType: "claude" | "claude-auth" | "codex" | "openai-compatible" | "gemini" | "gemini-cli";
        ProviderView: {
            /** @example 08:00 */
            activeTimeEnd: string | null;
            /** @example 22:00 */
            activeTimeStart: string | null;
            allowedClients: string[];
            allowedModels: components["schemas"]["ModelRuleDto"][];
            blockedClients: string[];
            circuitBreakerFailureThreshold: number;
            circuitBreakerHalfOpenSuccessThreshold: number;
            /** @description Milliseconds */
            circuitBreakerOpenDuration: number;
            /**
             * @description Decimal text
             * @example 1.25
             */
            costMultiplier: string;
            /** Format: date-time */
            createdAt: string;
            /** @description Values that look like credentials are shown as `****` */
            customHeaders: {
                [key: string]: string;
            };
            dailyResetMode: components["schemas"]["ResetMode"];
            /** @example 00:00 */
            dailyResetTime: string;
            groupPriorities: {
                [key: string]: number;
            };
            /**
             * @example [
             *       "default"
             *     ]
             */
            groups: string[];
            /** @example 3 */
            id: number;
            isEnabled: boolean;
            /**
             * @description Last four characters of the key
             * @example x7Qa
             */
            keyHint: string;
            limit5hResetMode: components["schemas"]["ResetMode"];
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limit5hUsd: string | null;
            /** @example 5 */
            limitConcurrentSessions: number | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitDailyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitMonthlyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitTotalUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitWeeklyUsd: string | null;
            /**
             * Format: date-time
             * @description Spend of before counts no more
             */
            limitsResetAt: string | null;
            maxRetryAttempts: number;
            modelRedirects: components["schemas"]["ModelRedirectDto"][];
            /** @example Anthropic, team account */
            name: string;
            notes: string;
            /** @description A JSON Merge Patch (RFC 7396) */
            parameterOverrides: {
                [key: string]: unknown;
            };
            priority: number;
            proxyFallbackToDirect: boolean;
            /**
             * @description With the password as `****`
             * @example socks5://user:****@127.0.0.1:1080
             */
            proxyUrl: string | null;
            /** @description Milliseconds */
            timeoutFirstByte: number;
            /** @description Milliseconds */
            timeoutIdle: number;
            /** @description Milliseconds */
            timeoutRequest: number;
            type: components["schemas"]["ProviderType"];
            /** Format: date-time */
            updatedAt: string;
            /**
             * Format: uri
             * @example https://api.anthropic.com
             */
            url: string;
            weight: number;
        };
        RateLimitBucketView: {
            kinds: components["schemas"]["LimitKindCounts"];
            /**
             * Format: date-time
             * @description Beginning of the hour or day, which ends with the next one
             */
            start: string;
            total: number;
        };
        RateLimitEventPage: {
            items: components["schemas"]["RateLimitEventView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        /** @enum {string} */
        RateLimitEventSort: "-at" | "at";
        RateLimitEventView: {
            /** Format: date-time */
            at: string;
            id: number;
            keyId: number;
            /** @description Also of deleted keys */
            keyName: string | null;
            kind: components["schemas"]["LimitKind"];
            /** @example 25.5 */
            limit: string;
            /** @description What the client asked for */
            model: string | null;
            /**
             * Format: uuid
             * @description Of the request in the usage log
             */
            requestId: string;
            /**
             * @description For requests under way
             * @example 25.5
             */
            reserved: string;
            /**
             * Format: date-time
             * @description When some of it was to be free again; null where there was no such moment
             */
            resetAt: string | null;
            /** @description Whose limit it was */
            subject: components["schemas"]["LimitSubject"];
            /** @example 25.5 */
            used: string;
            userId: number;
            /** @description Also of deleted users */
            userName: string | null;
        };
        RateLimitSummaryView: {
            /** @description Keys with at least one refused request */
            affectedKeys: number;
            /** @description Users with at least one refused request */
            affectedUsers: number;
            bucket: components["schemas"]["BucketSize"];
            /** @description All hours or days of the range, in order */
            buckets: components["schemas"]["RateLimitBucketView"][];
            /** Format: date-time */
            from: string;
            /** @description Those refused most often, 10 at most */
            keys: components["schemas"]["RefusedKeyView"][];
            kinds: components["schemas"]["LimitKindCounts"];
            /**
             * @description IANA name
             * @example Asia/Shanghai
             */
            timeZone: string;
            /**
             * Format: date-time
             * @description The first moment that no longer counts
             */
            to: string;
            /** @description Refused requests */
            total: number;
            /** @description Those refused most often, 10 at most */
            users: components["schemas"]["RefusedUserView"][];
        };
        RefusedKeyView: {
            /** @description Refused requests */
            count: number;
            id: number;
            /** @description Also of deleted keys */
            name: string | null;
            userId: number;
            /** @description Also of deleted users */
            userName: string | null;
        };
        RefusedUserView: {
            /** @description Refused requests */
            count: number;
            id: number;
            /** @description Also of deleted users */
            name: string | null;
        };
        /** @enum {string} */
        ReleaseReason: "disabled" | "format" | "group" | "model" | "client" | "hours" | "drained" | "circuit_open" | "trials_busy" | "cooling_down" | "limit_reached" | "tried" | "deleted" | "better_priority";
        ReleasedDecisionView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "released";
            providerId: number;
            /** @description Also of deleted providers */
            providerName: string | null;
            reason: components["schemas"]["ReleaseReason"];
        };
        /** @enum {string} */
        RequestOutcome: "answered" | "refused" | "failed" | "aborted" | "lost";
        /** @enum {string} */
        ResetMode: "rolling" | "fixed";
        SelectedDecisionView: {
            /** @description Everybody of this priority */
            candidates: components["schemas"]["CandidateChanceView"][];
            circuit: components["schemas"]["CircuitState"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "selected";
            method: components["schemas"]["SelectionMethod"];
            /** @description The one that counts for the caller’s groups */
            priority: number;
            /** @description Chance of this choice in a draw among the candidates, 0 to 1 */
            probability: number;
            providerId: number;
            /** @description Also of deleted providers */
            providerName: string | null;
            weight: number;
        };
        /** @enum {string} */
        SelectionMethod: "session" | "weight";
        SessionView: {
            /**
             * Format: date-time
             * @description When the login ends if it is not used again; null for a token sent with each request
             */
            expiresAt: string | null;
            /** @example admin */
            name: string;
            permissions: components["schemas"]["Permission"][];
            role: components["schemas"]["PermissionRole"];
        };
        /** @enum {string} */
        SettingSource: "default" | "environment" | "stored";
        SettingSourcesView: {
            billedModel: components["schemas"]["SettingSource"];
            estimatedOutputTokens: components["schemas"]["SettingSource"];
            limitOutage: components["schemas"]["SettingSource"];
            timeZone: components["schemas"]["SettingSource"];
            unpricedModels: components["schemas"]["SettingSource"];
        };
        SettingsPatch: {
            /** @description Whose price counts first when a redirect has changed the model */
            billedModel?: components["schemas"]["BilledModel"] | null;
            /** @description Output tokens that a request is expected to use at most, when limits reserve for it */
            estimatedOutputTokens?: number | null;
            /** @description What limits are worth while Redis is away */
            limitOutage?: components["schemas"]["LimitOutagePatch"] | null;
            /**
             * @description IANA name; days, weeks, months and hours of activity are counted in it
             * @example Asia/Shanghai
             */
            timeZone?: string | null;
            /** @description Whether a model without a price is served at cost 0 and flagged, or refused */
            unpricedModels?: components["schemas"]["UnpricedPolicy"] | null;
        };
        SettingsView: {
            billedModel: components["schemas"]["BilledModel"];
            /** @example 8192 */
            estimatedOutputTokens: number;
            limitOutage: components["schemas"]["LimitOutageView"];
            /** @description By the name of the setting */
            sources: components["schemas"]["SettingSourcesView"];
            /** @example Asia/Shanghai */
            timeZone: string;
            unpricedModels: components["schemas"]["UnpricedPolicy"];
        };
        SimulatedProviderView: {
            circuit: components["schemas"]["CircuitState"];
            /** @description The model that would be sent to it */
            model: string;
            /** @description The one that counts for the caller’s groups */
            priority: number;
            /** @description Chance of being chosen for a new session, 0 to 1 */
            probability: number;
            providerId: number;
            providerName: string;
            providerType: components["schemas"]["ProviderType"];
            /** @description Of skipped ones */
            reason: components["schemas"]["SkipReason"] | null;
            standing: components["schemas"]["SimulatedStanding"];
            weight: number;
        };
        /** @enum {string} */
        SimulatedStanding: "candidate" | "reserve" | "skipped";
        SimulationDraft: {
            /**
             * @description The format that the client speaks
             * @example anthropic
             */
            format: components["schemas"]["WireFormat"];
            /**
             * @description Groups of the caller, where no key is given; empty means the default group
             * @default []
             */
            groups?: string[];
            /** @description The key that would send it; left out, `groups` counts */
            keyId?: number;
            /**
             * @description The model it asks for
             * @example claude-opus-5
             */
            model: string;
            /**
             * @description User agent of the client
             * @default
             * @example claude-cli/2.1.330 (external, cli)
             */
            userAgent?: string;
        };
        SimulationView: {
            /** @description Names by which rules know the client */
            clientNames: string[];
            /** @description Groups that count for the caller */
            groups: string[];
            /** @description Candidates first, then reserves, then the rest */
            providers: components["schemas"]["SimulatedProviderView"][];
            /**
             * @description Error code with which the caller would be refused before any choice
             * @example null
             */
            refusal: string | null;
        };
        /**
         * @description Of skipped ones
         * @enum {string}
         */
        SkipReason: "disabled" | "format" | "group" | "model" | "client" | "hours" | "drained" | "circuit_open" | "trials_busy" | "cooling_down" | "limit_reached" | "tried";
        SkippedDecisionView: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "skipped";
            providerId: number;
            /** @description Also of deleted providers */
            providerName: string | null;
            reason: components["schemas"]["SkipReason"];
        };
        SkippedPriceView: {
            model: string;
            /** @description `no_token_prices`: it is paid by the picture, minute or page */
            reason: components["schemas"]["PriceSkipReason"];
        };
        SystemInfoView: {
            /**
             * @description Public address of the hub (APP_URL); null: the one in the browser’s address bar
             * @example https://hub.example.com
             */
            appUrl: string | null;
            /**
             * @description Time zone of days, weeks and schedules (IANA name)
             * @example Asia/Shanghai
             */
            timeZone: string;
            /** @example 0.1.0 */
            version: string;
        };
        /** @enum {string} */
        UnpricedPolicy: "flag" | "refuse";
        UsageLogPage: {
            items: components["schemas"]["UsageLogView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        /** @enum {string} */
        UsageLogSort: "-createdAt" | "createdAt";
        UsageLogView: {
            cacheCreation1hTokens: number | null;
            cacheCreation5mTokens: number | null;
            cacheCreationTokens: number | null;
            cacheReadTokens: number | null;
            clientFormat: components["schemas"]["WireFormat"];
            clientIp: string | null;
            /** @description What a conversion between wire formats could not keep */
            conversionLosses: string[];
            /** @description How the cost comes about; null when there is none */
            costBreakdown: components["schemas"]["CostBreakdownView"] | null;
            costState: components["schemas"]["CostState"];
            /**
             * @description USD as decimal text
             * @example 0.0123
             */
            costUsd: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Milliseconds from the request to the end of the answer */
            durationMs: number | null;
            /** @example /v1/messages */
            endpoint: string;
            errorCode: string | null;
            errorMessage: string | null;
            /** @description The hub’s own share of the time, milliseconds */
            hubMs: number | null;
            /**
             * Format: uuid
             * @description UUID, also sent to the client as `x-request-id`
             */
            id: string;
            /** @description Part of the input */
            imageInputTokens: number | null;
            /** @description Part of the output */
            imageOutputTokens: number | null;
            /** @description Without what was read from or written to the cache */
            inputTokens: number | null;
            isStreaming: boolean;
            /** @description Served at cost 0 because the model had no price */
            isUnpriced: boolean;
            keyId: number;
            /** @description Also of deleted keys */
            keyName: string | null;
            /** @description What was sent upstream */
            model: string | null;
            outcome: components["schemas"]["RequestOutcome"];
            outputTokens: number | null;
            /** @description Version of the model price that counted */
            priceId: number | null;
            /** @description The decisions about the request, in order */
            providerChain: (components["schemas"]["SkippedDecisionView"] | components["schemas"]["ReleasedDecisionView"] | components["schemas"]["SelectedDecisionView"] | components["schemas"]["AttemptDecisionView"] | components["schemas"]["ExhaustedDecisionView"])[];
            /** @description Null when no provider was reached */
            providerId: number | null;
            /** @description Also of deleted providers */
            providerName: string | null;
            providerType: components["schemas"]["ProviderType"] | null;
            /** @description Part of the output */
            reasoningTokens: number | null;
            /** @description What the client asked for */
            requestedModel: string | null;
            sessionId: string | null;
            /** @description What the client got; 499 when it left first */
            statusCode: number | null;
            /** @description Milliseconds to the first byte of the upstream’s body */
            ttfbMs: number | null;
            userAgent: string | null;
            userId: number;
            /** @description Also of deleted users */
            userName: string | null;
        };
        UserDraft: {
            /**
             * @description Models the user may ask for, compared without case; empty means all
             * @default []
             * @example [
             *       "claude-sonnet-4-5"
             *     ]
             */
            allowedModels?: string[];
            /**
             * @description From one dailyResetTime to the next, or 24 hours back from now
             * @default fixed
             */
            dailyResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description HH:mm in the hub’s time zone, for a fixed daily limit
             * @default 00:00
             * @example 00:00
             */
            dailyResetTime?: string;
            /**
             * Format: date-time
             * @description From then on all keys are refused; null means never
             * @example 2030-01-31T12:00:00Z
             */
            expiresAt?: string | null;
            /**
             * @description Off: all keys are refused
             * @default true
             */
            isEnabled?: boolean;
            /**
             * @description Five hours back from now, or five hours from the first use on
             * @default rolling
             */
            limit5hResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description USD that may be spent in five hours, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limit5hUsd?: (string | number) | null;
            /**
             * @description Sessions that may be active at once; null and 0 mean no limit
             * @example 5
             */
            limitConcurrentSessions?: number | null;
            /**
             * @description USD that may be spent in a day, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitDailyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a month, from the first day 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitMonthlyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in all, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitTotalUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a week, from Monday 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitWeeklyUsd?: (string | number) | null;
            /**
             * @description Unique among the users, compared without case
             * @example Ada Lovelace
             */
            name: string;
            /**
             * @description For the administrators’ eyes only
             * @default
             */
            note?: string;
            /**
             * @description Names of the provider groups the user may use
             * @default []
             * @example [
             *       "default"
             *     ]
             */
            providerGroups?: string[];
            /**
             * @description What the user may do in the console; `user` sees only their own usage
             * @default user
             */
            role?: components["schemas"]["PermissionRole"];
            /**
             * @description Requests in any 60 seconds; null and 0 mean no limit
             * @example 60
             */
            rpmLimit?: number | null;
            /**
             * @description Labels for finding and grouping users
             * @default []
             * @example [
             *       "research"
             *     ]
             */
            tags?: string[];
        };
        UserPage: {
            items: components["schemas"]["UserView"][];
            /** @description Cursor of the next page; null on the last */
            nextCursor: string | null;
        };
        UserPatch: {
            /**
             * @description Models the user may ask for, compared without case; empty means all
             * @example [
             *       "claude-sonnet-4-5"
             *     ]
             */
            allowedModels?: string[];
            /** @description From one dailyResetTime to the next, or 24 hours back from now */
            dailyResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description HH:mm in the hub’s time zone, for a fixed daily limit
             * @example 00:00
             */
            dailyResetTime?: string;
            /**
             * Format: date-time
             * @description From then on all keys are refused; null means never
             * @example 2030-01-31T12:00:00Z
             */
            expiresAt?: string | null;
            /** @description Off: all keys are refused */
            isEnabled?: boolean;
            /** @description Five hours back from now, or five hours from the first use on */
            limit5hResetMode?: components["schemas"]["ResetMode"];
            /**
             * @description USD that may be spent in five hours, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limit5hUsd?: (string | number) | null;
            /**
             * @description Sessions that may be active at once; null and 0 mean no limit
             * @example 5
             */
            limitConcurrentSessions?: number | null;
            /**
             * @description USD that may be spent in a day, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitDailyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a month, from the first day 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitMonthlyUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in all, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitTotalUsd?: (string | number) | null;
            /**
             * @description USD that may be spent in a week, from Monday 00:00 on, decimal text; null and 0 mean no limit
             * @example 25.5
             */
            limitWeeklyUsd?: (string | number) | null;
            /**
             * @description Unique among the users, compared without case
             * @example Ada Lovelace
             */
            name?: string;
            /** @description For the administrators’ eyes only */
            note?: string;
            /**
             * @description Names of the provider groups the user may use
             * @example [
             *       "default"
             *     ]
             */
            providerGroups?: string[];
            /** @description What the user may do in the console; `user` sees only their own usage */
            role?: components["schemas"]["PermissionRole"];
            /**
             * @description Requests in any 60 seconds; null and 0 mean no limit
             * @example 60
             */
            rpmLimit?: number | null;
            /**
             * @description Labels for finding and grouping users
             * @example [
             *       "research"
             *     ]
             */
            tags?: string[];
        };
        /** @enum {string} */
        UserSort: "name" | "-name" | "createdAt" | "-createdAt";
        UserView: {
            allowedModels: string[];
            /** Format: date-time */
            createdAt: string;
            dailyResetMode: components["schemas"]["ResetMode"];
            /** @example 00:00 */
            dailyResetTime: string;
            /** Format: date-time */
            expiresAt: string | null;
            /** @example 7 */
            id: number;
            isEnabled: boolean;
            /** @description Keys the user holds, disabled and expired ones included */
            keyCount: number;
            limit5hResetMode: components["schemas"]["ResetMode"];
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limit5hUsd: string | null;
            /** @example 5 */
            limitConcurrentSessions: number | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitDailyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitMonthlyUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitTotalUsd: string | null;
            /**
             * @description USD as decimal text
             * @example 25.5
             */
            limitWeeklyUsd: string | null;
            /**
             * Format: date-time
             * @description Spend of before counts no more
             */
            limitsResetAt: string | null;
            /** @example Ada Lovelace */
            name: string;
            note: string;
            /**
             * @example [
             *       "default"
             *     ]
             */
            providerGroups: string[];
            role: components["schemas"]["PermissionRole"];
            /**
             * @description Requests in any 60 seconds
             * @example 60
             */
            rpmLimit: number | null;
            tags: string[];
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * @description The format that the client speaks
         * @enum {string}
         */
        WireFormat: "anthropic" | "openai-chat" | "openai-responses" | "gemini";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginResult"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: The token is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLogins: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKeyLimitUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsageView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetKeyLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsageView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedKeyView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLimitUsage: {
        parameters: {
            query: {
                /** @description Whose limits */
                subject: components["schemas"]["LimitSubject"];
                /** @description Ids with commas between them, 100 at most */
                ids: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsageList"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModelPrices: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
                /** @description Order; a minus turns it round */
                sort?: components["schemas"]["ModelPriceSort"];
                /** @description Part of the model’s name */
                q?: string;
                /** @description Only prices from there */
                source?: components["schemas"]["PriceSource"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPricePage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createModelPrice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelPriceDraft"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPriceView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMissingPrices: {
        parameters: {
            query?: {
                /** @description How many days to look back */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MissingPriceList"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    syncPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceSyncDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceSyncResult"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The change contradicts the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `price_source_failed`: The source of prices gave no table */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewPriceSync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceSyncPreviewDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceSyncPreview"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `price_source_failed`: The source of prices gave no table */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceUploadDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceSyncResult"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The change contradicts the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewPriceUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceUploadPreviewDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceSyncPreview"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded: `openai/gpt-6` is `openai%2Fgpt-6` */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPriceView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceModelPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded: `openai/gpt-6` is `openai%2Fgpt-6` */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelPriceUpdate"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPriceView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelPrice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded: `openai/gpt-6` is `openai%2Fgpt-6` */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPriceHistory: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the model, percent-encoded: `openai/gpt-6` is `openai%2Fgpt-6` */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceHistoryPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviderGroups: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
                /** @description Order; a minus turns it round */
                sort?: components["schemas"]["ProviderGroupSort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderGroupPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProviderGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderGroupDraft"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderGroupView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProviderGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderGroupView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProviderGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `in_use`: Still in use
             *
             *     `conflict`: The change contradicts the present state
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateProviderGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderGroupPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderGroupView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `name_taken`: The name is taken
             *
             *     `conflict`: The change contradicts the present state
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
                /** @description Order; a minus turns it round */
                sort?: components["schemas"]["ProviderSort"];
                /** @description Part of the name, the address or the notes */
                q?: string;
                /** @description Only providers of this type */
                type?: components["schemas"]["ProviderType"];
                /** @description Only providers that are, or are not, enabled */
                isEnabled?: boolean;
                /** @description Only providers of this group */
                group?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderDraft"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviderCircuits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCircuitList"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateChoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulationDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testDraft: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionTestDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTestView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProviderCircuit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCircuitDetails"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openProviderCircuit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCircuitView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The change contradicts the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetProviderCircuit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCircuitView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProviderLimitUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsageView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetProviderLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsageView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ConnectionTestOptions"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTestView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The change contradicts the present state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRateLimitEvents: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
                /** @description Refusals of this moment and later */
                from?: string;
                /** @description Refusals before this moment */
                to?: string;
                /** @description Only requests of this user */
                userId?: number;
                /** @description Only requests with this key */
                keyId?: number;
                /** @description Only refusals by this kind of limit */
                kind?: components["schemas"]["LimitKind"];
                /** @description Only refusals by limits of keys, or of users */
                subject?: components["schemas"]["LimitSubject"];
                /** @description Newest first, or oldest first */
                sort?: components["schemas"]["RateLimitEventSort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateLimitEventPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summarizeRateLimitEvents: {
        parameters: {
            query?: {
                /** @description Refusals of this moment and later */
                from?: string;
                /** @description Refusals before this moment */
                to?: string;
                /** @description Only requests of this user */
                userId?: number;
                /** @description Only requests with this key */
                keyId?: number;
                /** @description Only refusals by this kind of limit */
                kind?: components["schemas"]["LimitKind"];
                /** @description Only refusals by limits of keys, or of users */
                subject?: components["schemas"]["LimitSubject"];
                /** @description How finely to count, in the hub’s time zone. By the hour 31 days at most, and a day without `from`; by the day 366, and 30 without `from` */
                bucket?: components["schemas"]["BucketSize"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateLimitSummaryView"];
                };
            };
            /** @description `validation_failed`: Some fields are not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystemInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemInfoView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsageLogs: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
                /** @description Newest first, or oldest first */
                sort?: components["schemas"]["UsageLogSort"];
                /** @description Requests of this moment and later */
                from?: string;
                /** @description Requests before this moment */
                to?: string;
                /** @description Only requests of this user */
                userId?: number;
                /** @description Only requests with this key */
                keyId?: number;
                /** @description Only requests that this provider answered last */
                providerId?: number;
                /** @description Only requests that asked for this model (`requestedModel`) */
                model?: string;
                /** @description Only requests of this session */
                sessionId?: string;
                /** @description Only requests the client got this status for; 499 when it left first */
                status?: number;
                /** @description Only requests that ended with this code */
                errorCode?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageLogPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsageLog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageLogView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
                /** @description Order; a minus turns it round */
                sort?: components["schemas"]["UserSort"];
                /** @description Part of the name, the note or a tag */
                q?: string;
                /** @description Only users that are, or are not, enabled */
                isEnabled?: boolean;
                /** @description Only users with this provider group */
                group?: string;
                /** @description Only users with this tag */
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserDraft"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is no body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUserLimitUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsageView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetUserLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitUsageView"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description `nextCursor` of the page before; the other parameters must stay the same */
                cursor?: string;
                /** @description Order; a minus turns it round */
                sort?: components["schemas"]["KeySort"];
                /** @description Only keys that are, or are not, enabled */
                isEnabled?: boolean;
            };
            header?: never;
            path: {
                userId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_cursor`: The cursor is not valid
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_allowed`: Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyDraft"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedKeyView"];
                };
            };
            /**
             * @description `validation_failed`: Some fields are not valid
             *
             *     `invalid_json`: The body is not valid JSON
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_authenticated`: A login is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_allowed`: Not allowed
             *
             *     `cross_site_request`: The request came from another site
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `name_taken`: The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_content_type`: The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_requests`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dependency_unavailable`: A service the hub needs is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Yes; `degraded` when a dependency is away */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            /** @description No */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
        };
    };
}
