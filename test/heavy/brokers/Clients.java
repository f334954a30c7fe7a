import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own client, for clients.test.ts. Run as `java -cp LIB Clients.java BROKERS write|read|join TOPIC:CODEC,…`. */
class Clients {
  public static void main(String[] args) throws Exception {
    for (String one : args[2].split(",")) {
      String[] topic = one.split(":");
      switch (args[1]) {
        case "write" -> write(args[0], topic[0], topic[1]);
        case "read" -> read(args[0], topic[0]);
        default -> join(args[0], topic[0], topic[1]);
      }
    }
  }

  /** A transaction that commits, one that aborts, and one more that commits; all into partition 0. */
  static void write(String brokers, String topic, String codec) {
    Map<String, Object> config = Map.of(
        "bootstrap.servers", brokers, "compression.type", codec, "transactional.id", topic, "linger.ms", 50);
    try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      for (String round : List.of("first", "aborted", "last")) {
        producer.beginTransaction();
        long[] times = {0L, 1L, 9_007_199_254_740_993L, Long.MAX_VALUE, 1_700_000_000_000L};
        for (int i = 0; i < 50; i++) {
          List<Header> headers = new ArrayList<>();
          headers.add(new RecordHeader("hop", bytes("1")));
          headers.add(new RecordHeader("__proto__", bytes("x")));
          headers.add(new RecordHeader("none", null));
          headers.add(new RecordHeader("hop", bytes("2")));
          byte[] value = i == 7 ? null : bytes((round + " " + i + " ").repeat(20));
          producer.send(new ProducerRecord<>(topic, 0, times[i % times.length], bytes("k" + i), value, headers));
        }
        if (round.equals("aborted")) producer.abortTransaction();
        else producer.commitTransaction();
      }
    }
  }

  /** One line a record: topic, timestamp, key, value, headers. */
  static void read(String brokers, String topic) {
    Map<String, Object> config = Map.of(
        "bootstrap.servers", brokers, "isolation.level", "read_committed", "enable.auto.commit", "false");
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          StringBuilder headers = new StringBuilder();
          for (Header header : record.headers()) headers.append(" ").append(header.key()).append("=").append(text(header.value()));
          System.out.println(String.join("|", topic, String.valueOf(record.timestamp()), text(record.key()), text(record.value()), headers.toString()));
        }
      }
    }
  }

  /** Joins a group by the protocol in which brokers deal the partitions out, and stays until it is killed. */
  static void join(String brokers, String topic, String group) {
    Map<String, Object> config = Map.of(
        "bootstrap.servers", brokers, "group.id", group, "group.protocol", "consumer", "auto.offset.reset", "earliest");
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (true) {
        consumer.poll(Duration.ofMillis(100));
        if (!consumer.assignment().isEmpty()) System.out.println("has " + consumer.assignment().size());
      }
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }
}
