/* Starts qemu-user as one processor: what binfmt_misc runs for an arm64 program, which passes no options on, and a gate starts
   its reader with an empty environment. */
#include <unistd.h>

int main(int argc, char **argv) {
    static char *words[4096] = {"/qemu-aarch64-static", "-cpu", CPU, "-E", "LD_PRELOAD=/no-filter.so"};
    int count = 5;
    for (int index = 1; index < argc && count < 4095; index++) words[count++] = argv[index];
    execv(words[0], words);
    return 127;
}
