package dev.vernier.model;

/**
 * Where a tensor's data is, as a file says it: {@code external_data} of {@code TensorProto}.
 *
 * @param location path relative to the model's folder, with slashes
 * @param offset the first byte
 * @param length the number of bytes
 */
record ExternalEntry(String location, long offset, long length) {

    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    /** The last of the fields that say it. */
    static final int LAST_FIELD = DATA_LOCATION;

    private static final int EXTERNAL = 1;

    /** Whether a field of a tensor says where its data is. */
    static boolean isField(int field) {
        return field == EXTERNAL_DATA || field == DATA_LOCATION;
    }

    /** The fields of the tensor that say it. */
    byte[] toByteArray() {
        WireBuffer fields = new WireBuffer();
        entry(fields, "location", location);
        entry(fields, "offset", Long.toString(offset));
        entry(fields, "length", Long.toString(length));
        fields.tag(DATA_LOCATION, WireBuffer.VARINT).varint(EXTERNAL);
        return fields.toByteArray();
    }

    private static void entry(WireBuffer fields, String key, String value) {
        fields.field(EXTERNAL_DATA, new WireBuffer().field(1, key).field(2, value));
    }
}
