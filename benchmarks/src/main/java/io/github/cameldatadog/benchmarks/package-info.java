/** What reading and posting findings costs, beside what people write by hand. Not published. */
package io.github.cameldatadog.benchmarks;
