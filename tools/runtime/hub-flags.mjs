/**
 * How Node runs the hub, wherever it is started; deploy/docker/Dockerfile names the same flags.
 *
 * A gateway makes garbage that is dead a moment later. With V8's default young generation of 16 MB much of it is moved
 * to the old one and takes full collections to go: 32 MB saved 14 % of the CPU per request and 45 % per 2 MB body
 * (docs/performance.md), for some 50 MB of memory under load.
 */
export const HUB_FLAGS = ['--enable-source-maps', '--max-semi-space-size=32'];
