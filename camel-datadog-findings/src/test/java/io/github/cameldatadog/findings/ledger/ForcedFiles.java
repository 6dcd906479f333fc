package io.github.cameldatadog.findings.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Files of H2 of which it is known whether all that was written would outlive a loss of power. */
public final class ForcedFiles extends FilePathWrapper {

    static final String NAME = "forced";

    private static final AtomicInteger NOT_FORCED = new AtomicInteger();

    static void register() {
        FilePath.register(new ForcedFiles());
    }

    /** How many writes were not followed by a force. */
    static int notForced() {
        return NOT_FORCED.get();
    }

    @Override
    public String getScheme() {
        return NAME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Counting(super.open(mode));
    }

    private static final class Counting extends FileBaseDefault {
        private final FileChannel real;

        Counting(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            NOT_FORCED.incrementAndGet();
            return real.write(source, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            int before = NOT_FORCED.get();
            real.force(metaData);
            NOT_FORCED.addAndGet(-before);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return real.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            real.truncate(size);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
