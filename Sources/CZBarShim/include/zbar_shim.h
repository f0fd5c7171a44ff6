#pragma once

#include <stddef.h>
#include <stdint.h>

/// A zbar image scanner that looks for QR codes and nothing else. For one thread.
typedef struct qr_scanner qr_scanner;

/// One code of the last scan. What it points to is good until the next scan.
typedef struct {
    /// The payload exactly as it was encoded (`ZBAR_CFG_BINARY`), and in UTF-8 where the code says in which character set it is;
    /// any byte may occur, zero included.
    const uint8_t *_Nullable bytes;
    size_t count;
    /// zbar's corner points in whole pixels of the scanned plane, in zbar's order: the code's own top left, bottom left,
    /// bottom right, top right.
    int32_t x[4];
    int32_t y[4];
} qr_symbol;

/// The version of the library that is loaded, as `0.23.93`.
void qr_scanner_version(uint32_t *_Nonnull major, uint32_t *_Nonnull minor, uint32_t *_Nonnull patch);

/// A scanner, or NULL when there is no memory.
qr_scanner *_Nullable qr_scanner_create(void);

void qr_scanner_destroy(qr_scanner *_Nonnull scanner);

/// Scans `height` rows of `stride` readable bytes, of which the first `width` of each are pixels, where they lie.
/// Returns the number of codes, negative where zbar has no memory.
int qr_scanner_scan(
    qr_scanner *_Nonnull scanner, const uint8_t *_Nonnull luma, uint32_t width, uint32_t height, uint32_t stride);

/// Fills `symbol` with the next code of the last scan; 0 when there is no further one.
int qr_scanner_next(qr_scanner *_Nonnull scanner, qr_symbol *_Nonnull symbol);
