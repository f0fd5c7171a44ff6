#include "zbar_shim.h"

#include <iconv.h>
#include <stdlib.h>
#include <zbar.h>

struct qr_scanner {
    zbar_image_scanner_t *scanner;
    zbar_image_t *image;
    const zbar_symbol_t *next;
    iconv_t latin1;
};

void qr_scanner_version(uint32_t *major, uint32_t *minor, uint32_t *patch) { zbar_version(major, minor, patch); }

qr_scanner *qr_scanner_create(void) {
    qr_scanner *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    // A code may say that its bytes are in Latin-1 (ECI 1 and 3), and then zbar converts them. Held open, the conversion is in
    // memory when the process may open no more files.
    s->latin1 = iconv_open("UTF-8", "ISO8859-1");
    s->scanner = zbar_image_scanner_create();
    s->image = zbar_image_create();
    if (!s->scanner || !s->image) {
        qr_scanner_destroy(s);
        return NULL;
    }
    zbar_set_verbosity(0);
    zbar_image_set_format(s->image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_scanner_enable_cache(s->scanner, 0);
    zbar_image_scanner_request_dbus(s->scanner, 0);
    zbar_image_scanner_set_config(s->scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(s->scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    // Without it zbar guesses a character set through iconv, which alters the bytes, and finds no code at all where
    // iconv cannot open its files.
    zbar_image_scanner_set_config(s->scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    return s;
}

void qr_scanner_destroy(qr_scanner *s) {
    if (s->image) zbar_image_destroy(s->image);
    if (s->scanner) zbar_image_scanner_destroy(s->scanner);
    if (s->latin1 != (iconv_t)-1) iconv_close(s->latin1);
    free(s);
}

int qr_scanner_scan(qr_scanner *s, const uint8_t *luma, uint32_t width, uint32_t height, uint32_t stride) {
    // zbar knows no stride: the padding becomes part of the picture and is cropped away from the search.
    zbar_image_set_size(s->image, stride, height);
    zbar_image_set_crop(s->image, 0, 0, width, height);
    zbar_image_set_data(s->image, luma, (unsigned long)stride * height, NULL);
    int count = zbar_scan_image(s->scanner, s->image);
    zbar_image_set_data(s->image, NULL, 0, NULL);
    s->next = count > 0 ? zbar_image_first_symbol(s->image) : NULL;
    return count;
}

int qr_scanner_next(qr_scanner *s, qr_symbol *symbol) {
    for (const zbar_symbol_t *found = s->next; found; found = zbar_symbol_next(found)) {
        // A structured append of which parts are missing comes as ZBAR_PARTIAL: there is no whole payload to go by.
        if (zbar_symbol_get_type(found) != ZBAR_QRCODE || zbar_symbol_get_loc_size(found) != 4) continue;
        symbol->bytes = (const uint8_t *)zbar_symbol_get_data(found);
        symbol->count = zbar_symbol_get_data_length(found);
        for (unsigned i = 0; i < 4; i++) {
            symbol->x[i] = zbar_symbol_get_loc_x(found, i);
            symbol->y[i] = zbar_symbol_get_loc_y(found, i);
        }
        s->next = zbar_symbol_next(found);
        return 1;
    }
    s->next = NULL;
    return 0;
}
