// libedit as Swift can call it: el_set, el_get and history are variadic, so each use gets an inline wrapper.
#ifndef KIN_CLIBEDIT_SHIM_H
#define KIN_CLIBEDIT_SHIM_H

#include <histedit.h>
#include <stdio.h>

#endif
