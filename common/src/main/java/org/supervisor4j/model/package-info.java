/**
 * The words that daemon and client share: states, faults, names of processes, and the structs that travel over XML-RPC.
 * Pure values: nothing here starts a thread, opens a file or knows how it is transported.
 */
@NullMarked
package org.supervisor4j.model;

import org.jspecify.annotations.NullMarked;
