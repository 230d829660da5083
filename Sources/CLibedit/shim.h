// libedit as Swift can call it: el_set, el_get and history are variadic, so each use gets an inline wrapper.
#ifndef KIN_CLIBEDIT_SHIM_H
#define KIN_CLIBEDIT_SHIM_H

#include <histedit.h>
#include <stdio.h>
#include <unistd.h>
#include <wchar.h>

typedef int (*shim_read_function)(EditLine *, wchar_t *);
typedef unsigned char (*shim_key_function)(EditLine *, wint_t);

// An editor on the terminal of standard input which draws nothing by itself: its own drawing goes to `sink`.
static inline EditLine *shim_el_init(const char *program, FILE *sink) {
  return el_init_fd(program, stdin, sink, sink, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
}

static inline void shim_el_set_client(EditLine *editor, void *client) { el_set(editor, EL_CLIENTDATA, client); }

static inline void *shim_el_client(EditLine *editor) {
  void *client = NULL;
  el_get(editor, EL_CLIENTDATA, &client);
  return client;
}

static inline void shim_el_set_reader(EditLine *editor, shim_read_function read) {
  el_wset(editor, EL_GETCFN, read);
}

static inline void shim_el_set_history(EditLine *editor, History *past) {
  el_set(editor, EL_HIST, history, past);
}

static inline void shim_el_add_function(EditLine *editor, const char *name, shim_key_function function) {
  el_set(editor, EL_ADDFN, name, name, function);
}

static inline void shim_el_bind(EditLine *editor, const char *key, const char *command) {
  el_set(editor, EL_BIND, key, command, NULL);
}

// Binds in vi's command mode.
static inline void shim_el_bind_alternative(EditLine *editor, const char *key, const char *command) {
  el_set(editor, EL_BIND, "-a", key, command, NULL);
}

static inline int shim_el_is_editing(EditLine *editor) {
  int on = 0;
  el_get(editor, EL_EDITMODE, &on);
  return on;
}

// Goes back to the keys that libedit gives a mode ("emacs" or "vi").
static inline void shim_el_use_mode(EditLine *editor, const char *mode) { el_set(editor, EL_EDITOR, mode); }

static inline int shim_el_uses_vi(EditLine *editor) {
  const wchar_t *name = NULL;
  return el_wget(editor, EL_EDITOR, &name) == 0 && name != NULL && name[0] == L'v';
}

static inline void shim_history_set_size(History *past, int size) {
  HistEvent event;
  history(past, &event, H_SETSIZE, size);
}

static inline void shim_history_enter(History *past, const char *line) {
  HistEvent event;
  history(past, &event, H_ENTER, line);
}

#endif
