package pipelines

import (
	"context"
	"sync"

	"tuomin/pipelines/splice"
	"tuomin/scanners"
	"tuomin/transforms"
)

// A chunkQueue has new chunks made ahead of their turn, a bounded number at a
// time, and hands them out in order.
type chunkQueue struct {
	next    chan chan *newChunk // one for each chunk, in order
	free    chan *newChunk
	all     []*newChunk
	cancel  context.CancelFunc
	running sync.WaitGroup
}

// A newChunk is one in the making; its worker's scratch goes with it, as what
// the worker says of the chunk lives in there.
type newChunk struct {
	worker *rewriter
	buf    chunkBuffer
	made   *splice.Rewritten
	counts transforms.Counts
	err    error
}

// chunks starts making all chunks of the file that are new.
func (w *fileRewrite) chunks(ctx context.Context, src *scanners.ParquetFile, edit *splice.Edit) *chunkQueue {
	ctx, cancel := context.WithCancel(ctx)
	workers := max(w.opt.Workers, 1)
	// One more than workers may be finished and wait, so that a worker rarely
	// waits for the disk; more would only hold memory.
	ahead := workers + 1
	q := &chunkQueue{next: make(chan chan *newChunk, ahead), free: make(chan *newChunk, ahead), cancel: cancel}
	for range ahead {
		c := &newChunk{
			worker: newRewriter(w.job.Output.Level),
			buf:    chunkBuffer{fs: w.fs, temp: w.opt.Temp, limit: int(w.opt.Memory / 2 / int64(ahead))},
		}
		q.all = append(q.all, c)
		q.free <- c
	}
	slots := make(chan struct{}, workers)
	q.running.Go(func() {
		defer close(q.next)
		for part := range src.Parts() {
			if w.rows[part].Out() == 0 {
				continue
			}
			for leaf := range src.Schema().Leaves {
				if change := edit.Leaves[leaf]; change.Drop || w.copies(part, leaf, change) {
					continue
				}
				if !w.start(ctx, q, slots, src, part, leaf) {
					return
				}
			}
		}
	})
	return q
}

// start has one chunk made as soon as there is memory and a worker for it.
func (w *fileRewrite) start(ctx context.Context, q *chunkQueue, slots chan struct{}, src *scanners.ParquetFile, part, leaf int) bool {
	var c *newChunk
	select {
	case c = <-q.free:
	case <-ctx.Done():
		return false
	}
	ready := make(chan *newChunk, 1)
	select {
	case q.next <- ready:
	case <-ctx.Done():
		return false
	}
	col := w.column(src, part, leaf)
	q.running.Go(func() {
		select {
		case slots <- struct{}{}:
			w.make(ctx, c, col)
			<-slots
		case <-ctx.Done():
			c.err = ctx.Err()
		}
		ready <- c
	})
	return true
}

// make makes one chunk, and has its values counted if somebody watches.
func (w *fileRewrite) make(ctx context.Context, c *newChunk, col *column) {
	if col.byPage() {
		var end func()
		col.seen, end = w.watch.see(w.seen, col.in())
		defer end()
	}
	c.made, c.counts, c.err = c.worker.rewrite(ctx, col, &c.buf)
}

func (w *fileRewrite) column(src *scanners.ParquetFile, part, leaf int) *column {
	col := &column{name: w.path, file: src, part: part, leaf: leaf, rows: w.rows[part], codec: w.codec(src, part, leaf)}
	if b := w.plan.bound(col.in().Path); b != nil && b.Effect == transforms.Replace {
		col.bound = b
	}
	return col
}

// codec is the job's, or the chunk's own.
func (w *fileRewrite) codec(src *scanners.ParquetFile, part, leaf int) splice.Codec {
	if c, ok := w.job.Output.ParquetCodec(); ok {
		return splice.Codec(c)
	}
	return src.File().Groups[part].Chunks[leaf].Codec
}

// take waits for the next chunk.
func (q *chunkQueue) take() (*newChunk, error) {
	ready, ok := <-q.next
	if !ok {
		return nil, context.Canceled
	}
	c := <-ready
	return c, c.err
}

// done gives a chunk's memory to one that is still to be made.
func (q *chunkQueue) done(c *newChunk) error {
	if err := c.buf.reset(); err != nil {
		return err
	}
	q.free <- c
	return nil
}

// stop ends the making, whatever is still under way, and waits for it.
func (q *chunkQueue) stop() {
	q.cancel()
	q.running.Wait()
	for _, c := range q.all {
		_ = c.buf.reset() // a file without a name; it goes with the process at the latest
	}
}
