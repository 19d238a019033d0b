/* Lets a plain redis-server load RediSearch out of a larger module, named by the environment variable SEARCH_MODULE. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

typedef int (*Load)(void *context, void **arguments, int count);
typedef int (*Changed)(void *context, int type, const char *event, void *key);
typedef int (*Subscribe)(void *context, int types, Changed changed);
typedef void (*Filter)(void *context);

/* Generic, string, hash, expired, evicted, loaded and module events. */
static const int event_types = 1 << 2 | 1 << 3 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << 12 | 1 << 13;

int RedisModule_OnLoad(void *context, void **arguments, int count) {
  const char *path = getenv("SEARCH_MODULE");
  void *module = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!module) {
    fprintf(stderr, "%s\n", path ? dlerror() : "SEARCH_MODULE is not set");
    return 1;
  }
  Load load = (Load)dlsym(module, "RedisModule_OnLoad");
  Load init = (Load)dlsym(module, "RediSearch_InitModuleInternal");
  Changed changed = (Changed)dlsym(module, "HashNotificationCallback");
  Subscribe *subscribe = (Subscribe *)dlsym(module, "RedisModule_SubscribeToKeyspaceEvents");
  Filter filter = (Filter)dlsym(module, "Initialize_CommandFilter");
  if (!load || !init || !changed || !subscribe || !filter) {
    fprintf(stderr, "The module has no RediSearch in it.\n");
    return 1;
  }
  /* It refuses this server, and fills the pointers to the module interface all the same. */
  load(context, arguments, count);
  int status = init(context, arguments, count);
  if (*subscribe) (*subscribe)(context, event_types, changed);
  filter(context);
  return status;
}
