/**
 * The keys of cassandra.yaml: what each line adds to those of the line before, what it no longer accepts, and which old
 * names it still takes for new ones ("old new CONVERTER"). Made by script/generate-yaml-keys.mjs, not edited by hand.
 *
 * @source config/Config.java (fields and @Replaces) of 3.11.19, 4.0.19, 4.1.10, 5.0.9, 6.0-alpha2;
 *   of 4.0 to 6.0 compared with the keys that the real loader of each accepts: the same
 */
import type { ReleaseLine } from './release-line.ts';

export interface KeyChanges {
  readonly added: string;
  readonly removed: string;
  readonly aliases: string;
}

export const keyChanges: { readonly [line in Exclude<ReleaseLine, '3.0'>]: KeyChanges } = {
  '3.11': {
    added: `
      allocate_tokens_for_keyspace allow_extra_insecure_udfs allow_insecure_udfs authenticator authorizer
      auto_bootstrap auto_snapshot back_pressure_enabled back_pressure_strategy batch_size_fail_threshold_in_kb
      batch_size_warn_threshold_in_kb batchlog_replay_throttle_in_kb broadcast_address broadcast_rpc_address
      buffer_pool_use_heap_if_exhausted cache_load_timeout_seconds cas_contention_timeout_in_ms cdc_enabled
      cdc_free_space_check_interval_ms cdc_raw_directory cdc_total_space_in_mb
      check_for_duplicate_rows_during_compaction check_for_duplicate_rows_during_reads client_encryption_options
      cluster_name column_index_cache_size_in_kb column_index_size_in_kb commit_failure_policy
      commitlog_compression commitlog_directory commitlog_max_compression_buffers_in_pool
      commitlog_periodic_queue_size commitlog_segment_size_in_mb commitlog_sync
      commitlog_sync_batch_window_in_ms commitlog_sync_period_in_ms commitlog_total_space_in_mb
      compaction_large_partition_warning_threshold_mb compaction_throughput_mb_per_sec concurrent_compactors
      concurrent_counter_writes concurrent_materialized_view_writes concurrent_reads concurrent_replicates
      concurrent_writes counter_cache_keys_to_save counter_cache_save_period counter_cache_size_in_mb
      counter_write_request_timeout_in_ms credentials_cache_max_entries credentials_update_interval_in_ms
      credentials_validity_in_ms cross_node_timeout data_file_directories disk_access_mode disk_failure_policy
      disk_optimization_estimate_percentile disk_optimization_page_cross_chance disk_optimization_strategy
      dynamic_snitch dynamic_snitch_badness_threshold dynamic_snitch_reset_interval_in_ms
      dynamic_snitch_update_interval_in_ms enable_drop_compact_storage enable_materialized_views
      enable_sasi_indexes enable_scripted_user_defined_functions enable_user_defined_functions
      enable_user_defined_functions_threads encryption_options endpoint_snitch file_cache_round_up
      file_cache_size_in_mb force_new_prepared_statement_behaviour gc_log_threshold_in_ms
      gc_warn_threshold_in_ms hinted_handoff_disabled_datacenters hinted_handoff_enabled
      hinted_handoff_throttle_in_kb hints_compression hints_directory hints_flush_period_in_ms
      incremental_backups index_interval index_summary_capacity_in_mb index_summary_resize_interval_in_minutes
      initial_token inter_dc_stream_throughput_outbound_megabits_per_sec inter_dc_tcp_nodelay
      internode_authenticator internode_compression internode_recv_buff_size_in_bytes
      internode_send_buff_size_in_bytes key_cache_keys_to_save key_cache_save_period key_cache_size_in_mb
      listen_address listen_interface listen_interface_prefer_ipv6 listen_on_broadcast_address
      max_hint_window_in_ms max_hints_delivery_threads max_hints_file_size_in_mb max_mutation_size_in_kb
      max_streaming_retries max_value_size_in_mb memtable_allocation_type memtable_cleanup_threshold
      memtable_flush_writers memtable_heap_space_in_mb memtable_offheap_space_in_mb
      min_free_space_per_drive_in_mb native_transport_flush_in_batches_legacy
      native_transport_max_concurrent_connections native_transport_max_concurrent_connections_per_ip
      native_transport_max_concurrent_requests_in_bytes native_transport_max_concurrent_requests_in_bytes_per_ip
      native_transport_max_frame_size_in_mb native_transport_max_negotiable_protocol_version
      native_transport_max_threads native_transport_port native_transport_port_ssl num_tokens
      otc_backlog_expiration_interval_ms otc_coalescing_enough_coalesced_messages otc_coalescing_strategy
      otc_coalescing_window_us partitioner permissions_cache_max_entries permissions_update_interval_in_ms
      permissions_validity_in_ms phi_convict_threshold prepared_statements_cache_size_mb
      range_request_timeout_in_ms read_request_timeout_in_ms repair_session_max_tree_depth
      replica_filtering_protection request_scheduler request_scheduler_id request_scheduler_options
      request_timeout_in_ms role_manager roles_cache_max_entries roles_update_interval_in_ms
      roles_validity_in_ms row_cache_class_name row_cache_keys_to_save row_cache_save_period
      row_cache_size_in_mb rpc_address rpc_interface rpc_interface_prefer_ipv6 rpc_keepalive rpc_listen_backlog
      rpc_max_threads rpc_min_threads rpc_port rpc_recv_buff_size_in_bytes rpc_send_buff_size_in_bytes
      rpc_server_type saved_caches_directory seed_provider server_encryption_options
      slow_query_log_timeout_in_ms snapshot_before_compaction snapshot_on_duplicate_row_detection
      ssl_storage_port sstable_preemptive_open_interval_in_mb start_native_transport start_rpc storage_port
      stream_throughput_outbound_megabits_per_sec streaming_keep_alive_period_in_secs
      streaming_socket_timeout_in_ms thrift_framed_transport_size_in_mb thrift_max_message_length_in_mb
      thrift_prepared_statements_cache_size_mb tombstone_failure_threshold tombstone_warn_threshold
      tracetype_query_ttl tracetype_repair_ttl transparent_data_encryption_options trickle_fsync
      trickle_fsync_interval_in_kb truncate_request_timeout_in_ms
      unlogged_batch_across_partitions_warn_threshold user_defined_function_fail_timeout
      user_defined_function_warn_timeout user_function_timeout_policy windows_timer_interval
      write_request_timeout_in_ms
    `,
    removed: ``,
    aliases: ``,
  },
  '4.0': {
    added: `
      allocate_tokens_for_local_replication_factor audit_logging_options auto_optimise_full_repair_streams
      auto_optimise_inc_repair_streams auto_optimise_preview_repair_streams autocompaction_on_startup_enabled
      automatic_sstable_upgrade batchlog_endpoint_strategy block_for_peers_in_remote_dcs
      block_for_peers_timeout_in_secs commitlog_sync_group_window_in_ms concurrent_materialized_view_builders
      concurrent_merkle_tree_requests concurrent_validations consecutive_message_errors_threshold
      corrupted_tombstone_strategy diagnostic_events_enabled enable_transient_replication file_cache_enabled
      flush_compression full_query_logging_options ideal_consistency_level
      initial_range_tombstone_list_allocation_size internode_application_receive_queue_capacity_in_bytes
      internode_application_receive_queue_reserve_endpoint_capacity_in_bytes
      internode_application_receive_queue_reserve_global_capacity_in_bytes
      internode_application_send_queue_capacity_in_bytes
      internode_application_send_queue_reserve_endpoint_capacity_in_bytes
      internode_application_send_queue_reserve_global_capacity_in_bytes internode_max_message_size_in_bytes
      internode_socket_receive_buffer_size_in_bytes internode_socket_send_buffer_size_in_bytes
      internode_streaming_tcp_user_timeout_in_ms internode_tcp_connect_timeout_in_ms
      internode_tcp_user_timeout_in_ms key_cache_migrate_during_compaction keyspace_count_warn_threshold
      local_system_data_file_directory log_out_of_token_range_requests max_concurrent_automatic_sstable_upgrades
      native_transport_allow_older_protocols native_transport_idle_timeout_in_ms
      native_transport_max_auth_threads native_transport_receive_queue_capacity_in_bytes network_authorizer
      networking_cache_size_in_mb periodic_commitlog_sync_lag_block_in_ms range_tombstone_list_growth_factor
      reject_out_of_token_range_requests reject_repair_compaction_threshold repair_command_pool_full_strategy
      repair_command_pool_size repair_request_timeout_in_ms repair_session_space_in_mb
      repaired_data_tracking_for_partition_reads_enabled repaired_data_tracking_for_range_reads_enabled
      report_unconfirmed_repaired_data_mismatches snapshot_links_per_second snapshot_on_repaired_data_mismatch
      stream_entire_sstables streaming_connections_per_host table_count_warn_threshold
      transfer_hints_on_decommission use_creation_time_for_hint_ttl use_offheap_merkle_trees
      validation_preview_purge_head_start_in_sec
    `,
    removed: `
      encryption_options index_interval request_scheduler request_scheduler_id request_scheduler_options
      rpc_listen_backlog rpc_max_threads rpc_min_threads rpc_port rpc_recv_buff_size_in_bytes
      rpc_send_buff_size_in_bytes rpc_server_type start_rpc streaming_socket_timeout_in_ms
      thrift_framed_transport_size_in_mb thrift_max_message_length_in_mb
      thrift_prepared_statements_cache_size_mb
    `,
    aliases: `
      internode_recv_buff_size_in_bytes internode_socket_receive_buffer_size_in_bytes AS_IS
      internode_send_buff_size_in_bytes internode_socket_send_buffer_size_in_bytes AS_IS
    `,
  },
  '4.1': {
    added: `
      allow_filtering_enabled auth_cache_warming_enabled auth_read_consistency_level
      auth_write_consistency_level auto_hints_cleanup_enabled auto_snapshot_ttl available_processors
      batch_size_fail_threshold batch_size_warn_threshold batchlog_replay_throttle cache_load_timeout
      cas_contention_timeout cdc_block_writes cdc_free_space_check_interval cdc_total_space
      client_error_reporting_exclusions collection_size_fail_threshold collection_size_warn_threshold
      column_index_cache_size column_index_size columns_per_table_fail_threshold
      columns_per_table_warn_threshold commitlog_segment_size commitlog_sync_group_window commitlog_sync_period
      commitlog_total_space compact_tables_enabled compaction_large_partition_warning_threshold
      compaction_throughput compaction_tombstone_warning_threshold coordinator_read_size_fail_threshold
      coordinator_read_size_warn_threshold counter_cache_size counter_write_request_timeout cql_start_time
      credentials_cache_active_update credentials_update_interval credentials_validity
      data_disk_usage_max_disk_size data_disk_usage_percentage_fail_threshold
      data_disk_usage_percentage_warn_threshold default_keyspace_rf denylist_consistency_level
      denylist_initial_load_retry denylist_max_keys_per_table denylist_max_keys_total
      denylist_range_reads_enabled denylist_reads_enabled denylist_refresh denylist_writes_enabled
      drop_compact_storage_enabled drop_truncate_table_enabled dynamic_snitch_reset_interval
      dynamic_snitch_update_interval enforce_native_deadline_for_hints
      entire_sstable_inter_dc_stream_throughput_outbound entire_sstable_stream_throughput_outbound
      failure_detector fields_per_udt_fail_threshold fields_per_udt_warn_threshold file_cache_size
      gc_log_threshold gc_warn_threshold group_by_enabled hint_window_persistent_enabled hinted_handoff_throttle
      hints_flush_period in_select_cartesian_product_fail_threshold in_select_cartesian_product_warn_threshold
      index_summary_capacity index_summary_resize_interval inter_dc_stream_throughput_outbound
      internode_application_receive_queue_capacity internode_application_receive_queue_reserve_endpoint_capacity
      internode_application_receive_queue_reserve_global_capacity internode_application_send_queue_capacity
      internode_application_send_queue_reserve_endpoint_capacity
      internode_application_send_queue_reserve_global_capacity internode_error_reporting_exclusions
      internode_max_message_size internode_socket_receive_buffer_size internode_socket_send_buffer_size
      internode_streaming_tcp_user_timeout internode_tcp_connect_timeout internode_tcp_user_timeout
      internode_timeout invalid_legacy_protocol_magic_no_spam_enabled items_per_collection_fail_threshold
      items_per_collection_warn_threshold key_cache_size keyspaces_fail_threshold keyspaces_warn_threshold
      local_read_size_fail_threshold local_read_size_warn_threshold materialized_views_enabled
      materialized_views_per_table_fail_threshold materialized_views_per_table_warn_threshold max_hint_window
      max_hints_file_size max_hints_size_per_host max_mutation_size max_top_size_partition_count
      max_top_tombstone_partition_count max_value_size memtable memtable_heap_space memtable_offheap_space
      min_free_space_per_drive min_tracked_partition_size min_tracked_partition_tombstone_count
      minimum_replication_factor_fail_threshold minimum_replication_factor_warn_threshold
      native_transport_idle_timeout native_transport_max_backoff_on_queue_overload
      native_transport_max_frame_size native_transport_max_message_size
      native_transport_max_request_data_in_flight native_transport_max_request_data_in_flight_per_ip
      native_transport_max_requests_per_second native_transport_min_backoff_on_queue_overload
      native_transport_queue_max_item_age_threshold native_transport_rate_limiting_enabled
      native_transport_receive_queue_capacity native_transport_throw_on_overload native_transport_timeout
      networking_cache_size page_size_fail_threshold page_size_warn_threshold partition_denylist_enabled
      partition_keys_in_select_fail_threshold partition_keys_in_select_warn_threshold paxos_cache_size
      paxos_contention_max_wait paxos_contention_min_delta paxos_contention_min_wait
      paxos_contention_wait_randomizer paxos_on_linearizability_violations paxos_purge_grace_period
      paxos_repair_enabled paxos_repair_parallelism paxos_repair_race_wait paxos_state_purging
      paxos_topology_repair_no_dc_checks paxos_topology_repair_strict_each_quorum paxos_variant
      periodic_commitlog_sync_lag_block permissions_cache_active_update permissions_update_interval
      permissions_validity prepared_statements_cache_size range_request_timeout
      read_before_write_list_operations_enabled read_consistency_levels_disallowed
      read_consistency_levels_warned read_request_timeout read_thresholds_enabled repair_request_timeout
      repair_session_space repair_state_expires repair_state_size request_timeout roles_cache_active_update
      roles_update_interval roles_validity row_cache_size row_index_read_size_fail_threshold
      row_index_read_size_warn_threshold sasi_indexes_enabled scripted_user_defined_functions_enabled
      secondary_indexes_enabled secondary_indexes_per_table_fail_threshold
      secondary_indexes_per_table_warn_threshold skip_paxos_repair_on_topology_change
      skip_paxos_repair_on_topology_change_keyspaces slow_query_log_timeout sstable_preemptive_open_interval
      startup_checks stream_throughput_outbound streaming_keep_alive_period streaming_slow_events_log_timeout
      streaming_state_expires streaming_state_size streaming_stats_enabled table_properties_disallowed
      table_properties_ignored table_properties_warned tables_fail_threshold tables_warn_threshold
      top_partitions_enabled trace_type_query_ttl trace_type_repair_ttl transient_replication_enabled
      traverse_auth_from_root trickle_fsync_interval truncate_request_timeout uncompressed_tables_enabled
      use_deterministic_table_id use_statements_enabled user_defined_functions_enabled
      user_defined_functions_fail_timeout user_defined_functions_threads_enabled
      user_defined_functions_warn_timeout user_timestamps_enabled uuid_sstable_identifiers_enabled
      validation_preview_purge_head_start write_consistency_levels_disallowed write_consistency_levels_warned
      write_request_timeout
    `,
    removed: ``,
    aliases: `
      batch_size_fail_threshold_in_kb batch_size_fail_threshold KIBIBYTES_DATASTORAGE
      batch_size_warn_threshold_in_kb batch_size_warn_threshold KIBIBYTES_DATASTORAGE
      batchlog_replay_throttle_in_kb batchlog_replay_throttle KIBIBYTES_DATASTORAGE
      cache_load_timeout_seconds cache_load_timeout NEGATIVE_SECONDS_DURATION
      cas_contention_timeout_in_ms cas_contention_timeout MILLIS_DURATION_LONG
      cdc_free_space_check_interval_ms cdc_free_space_check_interval MILLIS_DURATION_INT
      cdc_total_space_in_mb cdc_total_space MEBIBYTES_DATA_STORAGE_INT
      column_index_cache_size_in_kb column_index_cache_size KIBIBYTES_DATASTORAGE
      column_index_size_in_kb column_index_size KIBIBYTES_DATASTORAGE
      commitlog_segment_size_in_mb commitlog_segment_size MEBIBYTES_DATA_STORAGE_INT
      commitlog_sync_group_window_in_ms commitlog_sync_group_window MILLIS_DURATION_DOUBLE
      commitlog_sync_period_in_ms commitlog_sync_period MILLIS_DURATION_INT
      commitlog_total_space_in_mb commitlog_total_space MEBIBYTES_DATA_STORAGE_INT
      compaction_large_partition_warning_threshold_mb compaction_large_partition_warning_threshold MEBIBYTES_DATA_STORAGE_INT
      compaction_throughput_mb_per_sec compaction_throughput MEBIBYTES_PER_SECOND_DATA_RATE
      counter_cache_size_in_mb counter_cache_size MEBIBYTES_DATA_STORAGE_LONG
      counter_write_request_timeout_in_ms counter_write_request_timeout MILLIS_DURATION_LONG
      credentials_update_interval_in_ms credentials_update_interval MILLIS_CUSTOM_DURATION
      credentials_validity_in_ms credentials_validity MILLIS_DURATION_INT
      cross_node_timeout internode_timeout IDENTITY
      dynamic_snitch_reset_interval_in_ms dynamic_snitch_reset_interval MILLIS_DURATION_INT
      dynamic_snitch_update_interval_in_ms dynamic_snitch_update_interval MILLIS_DURATION_INT
      enable_drop_compact_storage drop_compact_storage_enabled IDENTITY
      enable_materialized_views materialized_views_enabled IDENTITY
      enable_sasi_indexes sasi_indexes_enabled IDENTITY
      enable_scripted_user_defined_functions scripted_user_defined_functions_enabled IDENTITY
      enable_transient_replication transient_replication_enabled IDENTITY
      enable_user_defined_functions user_defined_functions_enabled IDENTITY
      enable_user_defined_functions_threads user_defined_functions_threads_enabled IDENTITY
      file_cache_size_in_mb file_cache_size MEBIBYTES_DATA_STORAGE_INT
      gc_log_threshold_in_ms gc_log_threshold MILLIS_DURATION_INT
      gc_warn_threshold_in_ms gc_warn_threshold MILLIS_DURATION_INT
      hinted_handoff_throttle_in_kb hinted_handoff_throttle KIBIBYTES_DATASTORAGE
      hints_flush_period_in_ms hints_flush_period MILLIS_DURATION_INT
      index_summary_capacity_in_mb index_summary_capacity MEBIBYTES_DATA_STORAGE_LONG
      index_summary_resize_interval_in_minutes index_summary_resize_interval MINUTES_CUSTOM_DURATION
      inter_dc_stream_throughput_outbound_megabits_per_sec inter_dc_stream_throughput_outbound MEGABITS_TO_BYTES_PER_SECOND_DATA_RATE
      internode_application_receive_queue_capacity_in_bytes internode_application_receive_queue_capacity BYTES_DATASTORAGE
      internode_application_receive_queue_reserve_endpoint_capacity_in_bytes internode_application_receive_queue_reserve_endpoint_capacity BYTES_DATASTORAGE
      internode_application_receive_queue_reserve_global_capacity_in_bytes internode_application_receive_queue_reserve_global_capacity BYTES_DATASTORAGE
      internode_application_send_queue_capacity_in_bytes internode_application_send_queue_capacity BYTES_DATASTORAGE
      internode_application_send_queue_reserve_endpoint_capacity_in_bytes internode_application_send_queue_reserve_endpoint_capacity BYTES_DATASTORAGE
      internode_application_send_queue_reserve_global_capacity_in_bytes internode_application_send_queue_reserve_global_capacity BYTES_DATASTORAGE
      internode_max_message_size_in_bytes internode_max_message_size BYTES_DATASTORAGE
      internode_recv_buff_size_in_bytes internode_socket_receive_buffer_size BYTES_DATASTORAGE
      internode_send_buff_size_in_bytes internode_socket_send_buffer_size BYTES_DATASTORAGE
      internode_socket_receive_buffer_size_in_bytes internode_socket_receive_buffer_size BYTES_DATASTORAGE
      internode_socket_send_buffer_size_in_bytes internode_socket_send_buffer_size BYTES_DATASTORAGE
      internode_streaming_tcp_user_timeout_in_ms internode_streaming_tcp_user_timeout MILLIS_DURATION_INT
      internode_tcp_connect_timeout_in_ms internode_tcp_connect_timeout MILLIS_DURATION_INT
      internode_tcp_user_timeout_in_ms internode_tcp_user_timeout MILLIS_DURATION_INT
      key_cache_size_in_mb key_cache_size MEBIBYTES_DATA_STORAGE_LONG
      max_hint_window_in_ms max_hint_window MILLIS_DURATION_INT
      max_hints_file_size_in_mb max_hints_file_size MEBIBYTES_DATA_STORAGE_INT
      max_mutation_size_in_kb max_mutation_size KIBIBYTES_DATASTORAGE
      max_value_size_in_mb max_value_size MEBIBYTES_DATA_STORAGE_INT
      memtable_heap_space_in_mb memtable_heap_space MEBIBYTES_DATA_STORAGE_INT
      memtable_offheap_space_in_mb memtable_offheap_space MEBIBYTES_DATA_STORAGE_INT
      min_free_space_per_drive_in_mb min_free_space_per_drive MEBIBYTES_DATA_STORAGE_INT
      native_transport_idle_timeout_in_ms native_transport_idle_timeout MILLIS_DURATION_LONG
      native_transport_max_concurrent_requests_in_bytes native_transport_max_request_data_in_flight BYTES_CUSTOM_DATASTORAGE
      native_transport_max_concurrent_requests_in_bytes_per_ip native_transport_max_request_data_in_flight_per_ip BYTES_CUSTOM_DATASTORAGE
      native_transport_max_frame_size_in_mb native_transport_max_frame_size MEBIBYTES_DATA_STORAGE_INT
      native_transport_receive_queue_capacity_in_bytes native_transport_receive_queue_capacity BYTES_DATASTORAGE
      networking_cache_size_in_mb networking_cache_size MEBIBYTES_DATA_STORAGE_INT
      periodic_commitlog_sync_lag_block_in_ms periodic_commitlog_sync_lag_block MILLIS_DURATION_INT
      permissions_update_interval_in_ms permissions_update_interval MILLIS_CUSTOM_DURATION
      permissions_validity_in_ms permissions_validity MILLIS_DURATION_INT
      prepared_statements_cache_size_mb prepared_statements_cache_size MEBIBYTES_DATA_STORAGE_LONG
      range_request_timeout_in_ms range_request_timeout MILLIS_DURATION_LONG
      read_request_timeout_in_ms read_request_timeout MILLIS_DURATION_LONG
      repair_request_timeout_in_ms repair_request_timeout MILLIS_DURATION_LONG
      repair_session_space_in_mb repair_session_space MEBIBYTES_DATA_STORAGE_INT
      request_timeout_in_ms request_timeout MILLIS_DURATION_LONG
      roles_update_interval_in_ms roles_update_interval MILLIS_CUSTOM_DURATION
      roles_validity_in_ms roles_validity MILLIS_DURATION_INT
      row_cache_size_in_mb row_cache_size MEBIBYTES_DATA_STORAGE_LONG
      slow_query_log_timeout_in_ms slow_query_log_timeout MILLIS_DURATION_LONG
      sstable_preemptive_open_interval_in_mb sstable_preemptive_open_interval NEGATIVE_MEBIBYTES_DATA_STORAGE_INT
      stream_throughput_outbound_megabits_per_sec stream_throughput_outbound MEGABITS_TO_BYTES_PER_SECOND_DATA_RATE
      streaming_keep_alive_period_in_secs streaming_keep_alive_period SECONDS_DURATION
      tracetype_query_ttl trace_type_query_ttl SECONDS_DURATION
      tracetype_repair_ttl trace_type_repair_ttl SECONDS_DURATION
      trickle_fsync_interval_in_kb trickle_fsync_interval KIBIBYTES_DATASTORAGE
      truncate_request_timeout_in_ms truncate_request_timeout MILLIS_DURATION_LONG
      user_defined_function_fail_timeout user_defined_functions_fail_timeout MILLIS_DURATION_LONG
      user_defined_function_warn_timeout user_defined_functions_warn_timeout MILLIS_DURATION_LONG
      validation_preview_purge_head_start_in_sec validation_preview_purge_head_start NEGATIVE_SECONDS_DURATION
      write_request_timeout_in_ms write_request_timeout MILLIS_DURATION_LONG
    `,
  },
  '5.0': {
    added: `
      alter_table_enabled auto_repair cdc_on_repair_enabled cidr_authorizer client_request_size_metrics_enabled
      column_value_size_fail_threshold column_value_size_warn_threshold commitlog_disk_access_mode
      compressed_read_ahead_buffer_size concurrent_index_builders crypto_provider default_compaction
      default_secondary_index default_secondary_index_enabled drop_keyspace_enabled
      dump_heap_on_uncaught_exception dynamic_data_masking_enabled force_optimized_index_status_format
      heap_dump_path intersect_filtering_query_enabled intersect_filtering_query_warned
      key_cache_invalidate_after_sstable_deletion materialized_views_on_repair_enabled
      max_space_usable_for_compactions_in_percentage maximum_replication_factor_fail_threshold
      maximum_replication_factor_warn_threshold maximum_timestamp_fail_threshold
      maximum_timestamp_warn_threshold minimum_timestamp_fail_threshold minimum_timestamp_warn_threshold
      non_partition_restricted_index_query_enabled partition_size_fail_threshold partition_size_warn_threshold
      partition_tombstones_fail_threshold partition_tombstones_warn_threshold repair
      repair_disk_headroom_reject_ratio sai_frozen_term_size_fail_threshold sai_frozen_term_size_warn_threshold
      sai_options sai_sstable_indexes_per_query_fail_threshold sai_sstable_indexes_per_query_warn_threshold
      sai_string_term_size_fail_threshold sai_string_term_size_warn_threshold
      sai_vector_term_size_fail_threshold sai_vector_term_size_warn_threshold severity_during_decommission
      simplestrategy_enabled skip_stream_disk_space_check sstable sstable_read_rate_persistence_enabled
      storage_compatibility_mode stream_transfer_task_timeout vector_dimensions_fail_threshold
      vector_dimensions_warn_threshold vector_type_enabled zero_ttl_on_twcs_enabled zero_ttl_on_twcs_warned
    `,
    removed: `
      commitlog_periodic_queue_size commitlog_sync_batch_window_in_ms concurrent_replicates
      native_transport_max_negotiable_protocol_version
    `,
    aliases: `
      compaction_large_partition_warning_threshold partition_size_warn_threshold LONG_BYTES_DATASTORAGE_MEBIBYTES_DATASTORAGE
      compaction_large_partition_warning_threshold_mb partition_size_warn_threshold LONG_BYTES_DATASTORAGE_MEBIBYTES_INT
      compaction_tombstone_warning_threshold partition_tombstones_warn_threshold INTEGER_PRIMITIVE_LONG
      keyspace_count_warn_threshold keyspaces_warn_threshold KEYSPACE_COUNT_THRESHOLD_TO_GUARDRAIL
      table_count_warn_threshold tables_warn_threshold TABLE_COUNT_THRESHOLD_TO_GUARDRAIL
    `,
  },
  '6.0': {
    added: `
      accord addresses_config background_write_disk_access_mode bulk_load_enabled cms_await_timeout
      cms_commit_member_preference_policy cms_commit_retry_initial_delay cms_commit_retry_max_delay
      cms_commit_timeout cms_default_max_retries cms_default_max_retry_backoff cms_default_retry_backoff
      cms_retry_delay collection_list_size_fail_threshold collection_list_size_warn_threshold
      collection_map_size_fail_threshold collection_map_size_warn_threshold collection_set_size_fail_threshold
      collection_set_size_warn_threshold column_ascii_value_size_fail_threshold
      column_ascii_value_size_warn_threshold column_blob_value_size_fail_threshold
      column_blob_value_size_warn_threshold column_text_and_varchar_value_size_fail_threshold
      column_text_and_varchar_value_size_warn_threshold column_varchar_value_size_fail_threshold
      column_varchar_value_size_warn_threshold compaction_read_disk_access_mode
      compression_dictionary_cache_expire compression_dictionary_cache_size
      compression_dictionary_refresh_initial_delay compression_dictionary_refresh_interval
      consensus_migration_cache_size coordinator_write_warn_interval cursor_compaction_enabled
      data_disk_usage_keyspace_wide_protection_enabled direct_write_buffer_size discovery_timeout
      epoch_aware_debounce_inflight_tracker_max_size gc_concurrent_phase_log_threshold
      gc_concurrent_phase_warn_threshold gossip_quarantine_disabled initial_location_provider jmx_server_options
      keyspace_properties_disallowed keyspace_properties_ignored keyspace_properties_warned
      legacy_state_listener_sync_local_updates max_comment_length max_security_label_length
      metadata_snapshot_frequency minimum_client_driver_versions_disallowed
      minimum_client_driver_versions_warned node_proximity password_policy
      password_policy_reconfiguration_enabled prefer_local_connections progress_barrier_backoff
      progress_barrier_default_consistency_level progress_barrier_min_consistency_level progress_barrier_timeout
      role_name_policy role_name_policy_reconfiguration_enabled short_rpc_timeout
      sstables_per_read_log_threshold tombstone_read_purgeable_metric_granularity triggers_policy
      unsafe_tcm_mode unset_training_min_frequency_enabled unset_training_min_frequency_warned
      write_size_warn_threshold write_thresholds_enabled write_tombstone_warn_threshold
    `,
    removed: `
      log_out_of_token_range_requests native_transport_port_ssl reject_out_of_token_range_requests
    `,
    aliases: `
      incremental_repair_disk_headroom_reject_ratio repair_disk_headroom_reject_ratio AS_IS
    `,
  },
};
